package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.FanOutFailedException;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private final Receiver invoices = Receiver.start();
    private final Receiver everything = Receiver.start();
    private final DefaultCamelContext context = Contexts.create();
    private WebhooksEmitterComponent emitters;

    @BeforeEach
    void start() throws Exception {
        Contexts.route(context, "direct:all", "webhooks-emitter:*");
        context.start();
        emitters = context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
        emitters.attach("invoices", "invoice.*", config(invoices).build());
        emitters.attach("everything", "*", config(everything).build());
    }

    @AfterEach
    void stop() {
        context.stop();
        invoices.close();
        everything.close();
    }

    private static EmitterConfig.Builder config(Receiver receiver) {
        return EmitterConfig.builder().url(receiver.url()).set("backoffDelay", "10ms");
    }

    private Exchange send(String event, Object body) {
        return context.createFluentProducerTemplate()
                .to("direct:all")
                .withHeader("CamelWebhooksEmitterEvent", event)
                .withBody(body)
                .send();
    }

    @Test
    void every_emitter_attached_to_the_event_gets_it_with_the_same_delivery_id() {
        Exchange sent = send("invoice.paid", "{\"n\":1}");

        String id = sent.getMessage().getHeader("CamelWebhooksEmitterAcceptedId", String.class);
        assertThat(invoices.await(1)).extracting(Receiver.Received::deliveryId).containsExactly(id);
        assertThat(everything.await(1))
                .extracting(Receiver.Received::deliveryId)
                .containsExactly(id);
        assertThat(sent.getException()).isNull();
    }

    @Test
    void emitters_that_are_not_attached_to_the_event_do_not_get_it() {
        send("order.created", "{}");
        send("invoice.paid", "{}");

        assertThat(everything.await(2)).hasSize(2);
        assertThat(invoices.await(1))
                .extracting(request -> request.header("X-Webhooks-Event"))
                .containsExactly("invoice.paid");
    }

    @Test
    void a_send_to_an_id_is_never_filtered() {
        context.createFluentProducerTemplate()
                .to("webhooks-emitter:invoices?event=order.created")
                .withBody("{}")
                .send();

        assertThat(invoices.await(1)).hasSize(1);
    }

    @Test
    void nobody_attached_is_a_success_and_counted() {
        emitters.detach("everything");

        Exchange sent = send("order.created", "{}");

        assertThat(sent.getException()).isNull();
        assertThat(emitters.unattachedEvents()).isEqualTo(1);
    }

    @Test
    void one_that_is_full_fails_the_exchange_after_all_others_have_it_and_keeps_the_id() {
        emitters.pause("invoices");
        emitters.update("invoices", Map.of("queueSize", 1));
        send("invoice.paid", "{}");

        Exchange sent = send("invoice.paid", "{}");

        assertThat(sent.getException())
                .isInstanceOf(FanOutFailedException.class)
                .hasMessageContaining("invoices");
        String id = sent.getMessage().getHeader("CamelWebhooksEmitterAcceptedId", String.class);
        assertThat(everything.await(2))
                .extracting(Receiver.Received::deliveryId)
                .contains(id);
    }

    @Test
    void one_that_cannot_take_it_dead_letters_it_when_it_has_a_dead_letter() throws Exception {
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        emitters.update("invoices", Map.of("deadLetter", "mock:dead", "maxPayloadSize", 4));
        dead.expectedHeaderReceived("CamelWebhooksEmitterReason", "too-large");
        dead.expectedMessageCount(1);

        Exchange sent = send("invoice.paid", "{\"long\":true}");

        assertThat(sent.getException()).isNull();
        dead.assertIsSatisfied();
        assertThat(everything.await(1)).hasSize(1);
    }

    @Test
    void a_payload_too_large_for_all_is_dead_lettered_where_that_is_possible() throws Exception {
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        emitters.detach("everything");
        emitters.update("invoices", Map.of("deadLetter", "mock:dead", "maxPayloadSize", 4));
        dead.expectedHeaderReceived("CamelWebhooksEmitterReason", "too-large");
        dead.expectedMessageCount(1);

        assertThat(send("invoice.paid", "{\"long\":true}").getException()).isNull();
        dead.assertIsSatisfied();
    }

    @Test
    void emits_from_java_reach_the_same_emitters() {
        String id = emitters.emit("invoice.paid", Map.of("n", 1));

        assertThat(invoices.await(1)).singleElement().satisfies(request -> {
            assertThat(request.deliveryId()).isEqualTo(id);
            assertThat(request.text()).isEqualTo("{\"n\":1}");
        });
        assertThat(emitters.emit("invoice.paid", "{}", "mine")).isEqualTo("mine");
    }

    @Test
    void attaching_an_attached_id_is_an_error_and_put_is_not() {
        assertThatThrownBy(() -> emitters.attach("invoices", config(invoices).build()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already attached");
        emitters.put("invoices", config(everything).events("invoice.*").build());

        send("invoice.paid", "{}");

        assertThat(everything.await(2)).hasSize(2);
        assertThat(invoices.requests()).isEmpty();
    }

    @Test
    void many_are_attached_all_or_none() {
        assertThatThrownBy(() -> emitters.attach(Map.of(
                        "a",
                        config(invoices).build(),
                        "invoices",
                        config(invoices).build())))
                .hasMessageContaining("invoices");
        assertThat(emitters.isStarted("a")).isFalse();

        emitters.attach(
                Map.of("a", config(invoices).build(), "b", config(invoices).build()));

        assertThat(emitters.emitters())
                .extracting(status -> status.emitterId())
                .isEqualTo(List.of("a", "b", "everything", "invoices"));
    }
}
