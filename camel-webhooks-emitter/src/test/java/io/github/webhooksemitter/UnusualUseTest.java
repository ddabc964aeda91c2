package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways to use the component that nobody thinks of first. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class UnusualUseTest {
    private final Receiver receiver = Receiver.start();
    private final DefaultCamelContext context = Contexts.create();
    private WebhooksEmitterComponent emitters;

    @BeforeEach
    void start() {
        context.start();
        emitters = context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    @AfterEach
    void stop() {
        context.stop();
        receiver.close();
    }

    private EmitterConfig.Builder config() {
        return EmitterConfig.builder().url(receiver.url()).set("backoffDelay", "10ms");
    }

    private Exchange send(String uri) {
        return context.createFluentProducerTemplate()
                .to(uri)
                .withBody("{\"n\":1}")
                .send();
    }

    @Test
    void a_bean_in_a_route_may_emit_an_event_that_is_dead_lettered() throws Exception {
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        dead.expectedHeaderReceived("CamelWebhooksEmitterReason", "too-large");
        dead.expectedMessageCount(1);
        emitters.attach(
                "small",
                "*",
                config().set("maxPayloadSize", 2).deadLetter("mock:dead").build());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:bean").process(exchange -> emitters.emit("order.created", Map.of("n", 1)));
            }
        });

        assertThat(send("direct:bean").getException()).isNull();
        dead.assertIsSatisfied();
    }

    @Test
    void a_dead_letter_that_finds_no_place_fails_its_route_and_makes_no_further_letter() throws Exception {
        AtomicInteger letters = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:dead")
                        .process(exchange -> letters.incrementAndGet())
                        .to("webhooks-emitter:*");
            }
        });
        emitters.attach(
                "small",
                "*",
                config().set("maxPayloadSize", 2).deadLetter("direct:dead").build());

        Exchange sent = send("webhooks-emitter:*?event=order.created");

        assertThat(sent.getException()).hasMessageContaining("small");
        assertThat(letters).hasValue(3);
    }

    @Test
    void a_scheme_that_throws_an_error_costs_an_attempt_and_not_the_emitter() {
        AtomicInteger calls = new AtomicInteger();
        context.getRegistry().bind("broken", SignatureScheme.class, new BrokenOnce(calls));
        emitters.attach("broken", config().set("signature", "#bean:broken").build());

        send("webhooks-emitter:broken?event=e");

        assertThat(receiver.await(1)).hasSize(1);
        assertThat(calls).hasValue(2);
    }

    @Test
    void a_password_may_begin_with_the_sign_of_a_reference() {
        emitters.attach(
                "basic",
                config().set("http.authMethod", "Basic")
                        .set("http.authUsername", "me")
                        .set("http.authPassword", "#{{hunter2}}")
                        .build());

        send("webhooks-emitter:basic?event=e");

        assertThat(receiver.await(1)).singleElement().satisfies(request -> assertThat(request.header("Authorization"))
                .isEqualTo("Basic bWU6I3t7aHVudGVyMn19"));
    }

    @Test
    void a_url_in_place_of_the_id_is_not_printed() {
        assertThatThrownBy(() -> send("webhooks-emitter:https://example.com/services/canary"))
                .rootCause()
                .hasMessageContaining("emitter id")
                .hasMessageNotContaining("canary");
    }

    @Test
    void a_wait_timeout_without_a_wait_is_refused() {
        assertThatThrownBy(() -> send("webhooks-emitter:any?event=e&waitTimeout=1s"))
                .rootCause()
                .hasMessageContaining("waitTimeout")
                .hasMessageContaining("waitForDelivery=true");
    }

    private record BrokenOnce(AtomicInteger calls) implements SignatureScheme {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Signer signer(SigningKeys keys) {
            return request -> {
                if (calls.incrementAndGet() == 1) {
                    throw new NoClassDefFoundError("missing");
                }
                return java.util.List.of();
            };
        }
    }
}
