package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
    private final Receiver receiver = Receiver.start();
    private final DefaultCamelContext context = Contexts.create();

    @BeforeEach
    void start() throws Exception {
        Contexts.yaml(context, """
                - route:
                    from:
                      uri: direct:attach
                      steps:
                        - to:
                            uri: webhooks-emitter:tenant
                            parameters:
                              operation: attach
                - route:
                    from:
                      uri: direct:put-many
                      steps:
                        - to:
                            uri: "webhooks-emitter:*"
                            parameters:
                              operation: put
                - route:
                    from:
                      uri: direct:status
                      steps:
                        - to: "webhooks-emitter:tenant?operation=status"
                - route:
                    from:
                      uri: direct:list
                      steps:
                        - to: "webhooks-emitter:*?operation=list"
                """);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        receiver.close();
    }

    private Exchange send(String uri, Object body) {
        return context.createFluentProducerTemplate().to(uri).withBody(body).send();
    }

    private String json() {
        return "{\"url\":\"" + receiver.url("/hooks?a=1&b=2") + "\",\"events\":[\"order.*\"],\"secret\":\"a+b%&=)\","
                + "\"backoffDelay\":\"10ms\",\"header\":{\"X-Tenant\":\"acme\"}}";
    }

    @Test
    void an_emitter_attached_as_json_from_a_yaml_route_delivers() {
        assertThat(send("direct:attach", json()).getException()).isNull();

        send("webhooks-emitter:tenant?event=order.created", "{}");

        assertThat(receiver.await(1)).singleElement().satisfies(request -> {
            assertThat(request.target()).isEqualTo("/hooks?a=1&b=2");
            assertThat(request.header("X-Tenant")).isEqualTo("acme");
        });
    }

    @Test
    void attaching_twice_fails_and_says_so() {
        send("direct:attach", json());

        assertThat(send("direct:attach", json()).getException()).hasMessageContaining("already attached");
    }

    @Test
    void many_are_put_from_one_json_array_all_or_nothing() {
        String good = "{\"emitterId\":\"a\",\"url\":\"" + receiver.url() + "\",\"events\":\"*\"}";
        String bad = "{\"emitterId\":\"b\",\"url\":\"ftp://example.com/x\"}";

        assertThat(send("direct:put-many", "[" + good + "," + bad + "]").getException())
                .hasMessageContaining("url");
        assertThat((List<?>) send("direct:list", null).getMessage().getBody()).isEmpty();

        assertThat(send("direct:put-many", "[" + good + "]").getException()).isNull();
        send("webhooks-emitter:*?event=x", "{}");
        assertThat(receiver.await(1)).hasSize(1);
    }

    @Test
    void status_tells_what_an_operator_asks_and_no_secret() {
        send("direct:attach", json());
        send("webhooks-emitter:tenant?event=order.created&waitForDelivery=true", "{}");

        Object status = send("direct:status", null).getMessage().getBody();

        assertThat(status)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("emitterId", "tenant")
                .containsEntry("state", "running")
                .containsEntry("events", List.of("order.*"))
                .containsEntry("queued", 0)
                .containsEntry("delivered", 1L)
                .containsEntry("dead", 0L)
                .containsEntry("lastStatusCode", 200)
                .containsKeys("reason", "host", "inFlight", "lastAttemptAt", "nextAttemptAt");
        assertThat(status.toString()).doesNotContain("hooks").doesNotContain("a+b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "detach", "pause", "resume", "status"})
    void an_unknown_id_fails(String operation) {
        assertThat(send("webhooks-emitter:nobody?operation=" + operation, Map.of())
                        .getException())
                .hasMessageContaining("nobody")
                .hasMessageContaining("attach");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "detach", "pause", "resume", "status"})
    void all_at_once_is_refused_where_one_is_meant(String operation) {
        assertThatThrownBy(() -> send("webhooks-emitter:*?operation=" + operation, Map.of()))
                .rootCause()
                .hasMessageContaining("operation=" + operation);
    }

    @Test
    void what_arrives_as_data_is_never_run_through_placeholders() {
        context.getPropertiesComponent().addInitialProperty("canary", "leaked");
        String url = receiver.url("/hooks?x=%7B%7Bcanary%7D%7D");
        send("webhooks-emitter:data?operation=attach", Map.of("url", url, "header.X-A", "{{canary}}"));

        send("webhooks-emitter:data?event=e", "{}");

        assertThat(receiver.await(1)).singleElement().satisfies(request -> {
            assertThat(request.target()).contains("%7B%7Bcanary%7D%7D");
            assertThat(request.header("X-A")).isEqualTo("{{canary}}");
        });
    }
}
