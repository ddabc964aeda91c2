package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.OutcomeQueue;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes as exchanges: {@code from("webhooks-emitter:id?outcomes=…")}. */
class OutcomesTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void each_outcome_is_an_exchange_with_its_metadata_and_no_payload() {
        listen(stage.uri());
        Receiver receiver = stage.receiver().answering(503, 200, 422);
        stage.start().attach(receiver, "backoffDelay", "1ms", "finalStatuses", "422", "deadLetter", stage.deadLetter());
        stage.emit(2);

        List<Exchange> told = await(3);

        assertOutcome(told.get(0), "d1", "retry", 1, 503, "status");
        assertOutcome(told.get(1), "d1", "delivered", 2, 200, null);
        assertOutcome(told.get(2), "d2", "dead", 1, 422, "final-status");
        Map<?, ?> body = told.get(0).getIn().getBody(Map.class);
        assertThat(body.keySet().toString())
                .isEqualTo(
                        "[emitterId, event, deliveryId, outcome, attempts, statusCode, reason, duration, pausedFor, at]");
        assertThat(body.toString()).doesNotContain("{\"id\"");
    }

    @ParameterizedTest
    @CsvSource({"delivered, 2", "retry, 1", "dead, 1", "'delivered, dead', 3"})
    void only_what_is_asked_for_is_told(String outcomes, int expected) {
        listen(stage.uri("outcomes=" + outcomes));
        Receiver receiver = stage.receiver()
                .answering(request -> Reply.of(request.deliveryId().equals("d1") ? 503 : 200));
        stage.start().attach(receiver, "backoffDelay", "1ms", "maxAttempts", 2, "deadLetter", stage.deadLetter());
        stage.emit(2);
        stage.emit(stage.uri("waitForDelivery=true"), "d3");

        await(expected);
        assertThat(told())
                .extracting(exchange -> exchange.getIn().getHeader(WebhooksEmitterConstants.OUTCOME, String.class))
                .allMatch(outcomes::contains);
    }

    @Test
    void an_asterisk_hears_all_emitters_and_may_listen_before_they_are_attached() throws Exception {
        Contexts.yaml((DefaultCamelContext) stage.context(), """
                - from:
                    uri: webhooks-emitter:*
                    parameters:
                      outcomes: delivered
                    steps:
                    - to: mock:told
                """);
        stage.start();
        stage.attach(stage.receiver());
        stage.component().attach("other", Stage.config(stage.receiver().url()));

        stage.emit(1);
        stage.emit("webhooks-emitter:other", "o1");

        await(2);
        assertThat(told())
                .extracting(exchange -> exchange.getIn().getHeader(WebhooksEmitterConstants.ID))
                .containsExactlyInAnyOrder(stage.id(), "other");
    }

    @Test
    void why_an_attempt_failed_is_told_with_how_long_it_took() {
        try (ClosedPort closed = ClosedPort.open()) {
            listen(stage.uri());
            stage.start().attach(closed.url(), "backoffDelay", "1h");
            stage.emit(1);

            Exchange retry = await(1).get(0);

            assertOutcome(retry, "d1", "retry", 1, null, "connect");
        }
    }

    @Test
    void the_outcome_that_pauses_the_emitter_says_so() {
        listen(stage.uri("outcomes=dead"));
        stage.start().attach(stage.receiver().answering(410), "deadLetter", stage.deadLetter());
        stage.emit(1);

        assertThat(await(1).get(0).getIn().getHeader(WebhooksEmitterConstants.PAUSED_FOR))
                .isEqualTo("gone");
    }

    @Test
    void a_listener_that_hangs_delays_no_delivery_and_what_it_has_no_place_for_is_counted() {
        Logs logs = stage.closing(Logs.open());
        CountDownLatch go = new CountDownLatch(1);
        stage.closing(go::countDown);
        listen(stage.uri());
        stage.start();
        stage.context()
                .getEndpoint("mock:told", MockEndpoint.class)
                .whenAnyExchangeReceived(exchange -> Stage.await(go));
        Receiver receiver = stage.receiver();
        stage.attach(receiver, "concurrency", 8, "queueSize", 20_000);
        int many = OutcomeQueue.CAPACITY + 1000;

        for (int i = 0; i < many; i++) {
            stage.emit(stage.uri(), "d" + i);
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stage.status().delivered() == many);
        // One is being told, so many wait.
        assertThat(stage.component().droppedOutcomes()).isBetween(998L, 1000L);
        assertThat(logs.lines(Level.WARN, "is too slow: 1 outcomes were dropped"))
                .isNotEmpty();
        go.countDown();
    }

    @Test
    void a_listener_that_fails_delays_nothing_and_hears_the_next_one() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(stage.uri()).to("mock:told").throwException(new IllegalStateException("on purpose"));
            }
        });
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.emit(3);

        await(3);
        receiver.await(3);
    }

    @Test
    void a_suspended_listener_hears_it_later_and_a_stopped_one_never() throws Exception {
        listen(stage.uri());
        stage.start().attach(stage.receiver());
        stage.emit(stage.uri("waitForDelivery=true"), "d1");
        await(1);

        stage.context().getRouteController().suspendRoute("listener");
        stage.emit(stage.uri("waitForDelivery=true"), "d2");
        stage.context().getRouteController().resumeRoute("listener");
        stage.emit(stage.uri("waitForDelivery=true"), "d3");
        await(3);
        stage.context().getRouteController().stopRoute("listener");
        stage.emit(stage.uri("waitForDelivery=true"), "d4");
        stage.context().getRouteController().startRoute("listener");
        stage.emit(stage.uri("waitForDelivery=true"), "d5");

        assertThat(await(4))
                .extracting(exchange -> exchange.getIn().getHeader(WebhooksEmitterConstants.OUTCOME_DELIVERY_ID))
                .containsExactly("d1", "d2", "d3", "d5");
    }

    @Test
    void an_emit_to_the_emitter_whose_outcome_it_is_fails_and_one_to_another_works() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(stage.uri("outcomes=delivered"))
                        .routeId("listener")
                        .setBody(constant("{}"))
                        .setHeader(WebhooksEmitterConstants.EVENT, constant("alert"))
                        .to("webhooks-emitter:alerts")
                        .doTry()
                        .to(stage.uri())
                        .doCatch(Exception.class)
                        .to("mock:told");
            }
        });
        Receiver alerts = stage.receiver();
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().attach("alerts", Stage.config(alerts.url()));
        stage.emit(1);

        Exception problem = await(1).get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);

        assertThat(problem).hasMessageContaining(stage.id()).hasMessageContaining("go round for ever");
        alerts.await(1);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void two_emitters_that_emit_each_others_outcomes_end() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("mock:told");
                from("webhooks-emitter:ping?outcomes=delivered")
                        .setBody(constant("{}"))
                        .to("webhooks-emitter:pong?event=e");
                from("webhooks-emitter:pong?outcomes=delivered")
                        .setBody(constant("{}"))
                        .to("webhooks-emitter:ping?event=e");
            }
        });
        Receiver receiver = stage.receiver();
        stage.start();
        stage.component().attach("ping", Stage.config(receiver.url("/ping")));
        stage.component().attach("pong", Stage.config(receiver.url("/pong")));

        stage.emit("webhooks-emitter:ping", "d1");

        await(1);
        assertThat(receiver.requests()).extracting(Receiver.Received::target).containsExactly("/ping", "/pong");
    }

    @Test
    void a_dead_letter_of_what_an_outcome_led_to_does_not_lead_back() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                from(stage.uri("outcomes=dead")).setBody(constant("{}")).to("webhooks-emitter:alerts?event=e");
                from("direct:lost")
                        .doTry()
                        .to(stage.uri("event=e"))
                        .doCatch(Exception.class)
                        .to("mock:told");
            }
        });
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "maxAttempts", 1);
        stage.component().attach("alerts", Stage.config(receiver.url(), "maxAttempts", 1, "deadLetter", "direct:lost"));
        stage.emit(1);

        assertThat(await(1).get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("go round for ever");
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void two_emitters_that_are_each_others_dead_letter_end() {
        Receiver receiver = stage.receiver().answering(503);
        Logs logs = stage.closing(Logs.open());
        stage.start().attach(receiver, "maxAttempts", 1, "deadLetter", "webhooks-emitter:second");
        stage.component().attach("second", Stage.config(receiver.url(), "maxAttempts", 1, "deadLetter", stage.uri()));
        stage.emit(1);

        Awaitility.await()
                .until(() -> !logs.lines(Level.ERROR, "emitter=second").isEmpty());
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void a_fan_out_from_an_outcome_reaches_the_others_and_names_its_own_emitter() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("mock:told");
                from(stage.uri("outcomes=delivered")).setBody(constant("{}")).to("webhooks-emitter:*?event=alert");
            }
        });
        Receiver alerts = stage.receiver();
        stage.start().attach(stage.receiver(), "events", "*");
        stage.component().attach("zalerts", Stage.config(alerts.url(), "events", "*"));
        stage.emit(1);

        alerts.await(1);
        assertThat(await(1).get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining(stage.id())
                .hasMessageNotContaining("zalerts");
    }

    @Test
    void an_emit_from_an_outcome_never_blocks() {
        add(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true).to("mock:told");
                from(stage.uri("outcomes=delivered"))
                        .setBody(constant("{}"))
                        .to("webhooks-emitter:full?event=e&enqueueTimeout=1h")
                        .to("webhooks-emitter:full?event=e&enqueueTimeout=1h")
                        .to("webhooks-emitter:full?event=e&enqueueTimeout=1h");
            }
        });
        stage.start().attach(stage.receiver());
        stage.component().attach("full", Stage.config(stage.receiver().hanging().url(), "queueSize", 1));
        stage.emit(1);

        assertThat(await(1).get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("full queue");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outcomes=lost",
                "outcomes=",
                "url=RAW(http://a.example/)",
                "event=e",
                "operation=list",
                "waitForDelivery=true",
                "secret=s3cret"
            })
    void from_with_anything_else_says_what_it_takes(String option) {
        Throwable problem = catchThrowable(() -> {
            listen(stage.uri(option));
            stage.start();
        });

        assertThat(problem).hasStackTraceContaining("outcomes").hasMessageNotContaining("s3cret");
    }

    @Test
    void to_with_outcomes_says_that_it_is_for_from() {
        Throwable problem =
                catchThrowable(() -> stage.start().route("wrong", "direct:wrong", stage.uri("outcomes=dead")));

        assertThat(problem).hasStackTraceContaining("Option outcomes is for a route that starts with from(");
    }

    @Test
    void options_that_every_endpoint_of_Camel_has_are_taken() {
        listen(stage.uri("outcomes=dead&bridgeErrorHandler=true"));
        stage.route("lazy", "direct:lazy", stage.uri("event=e&lazyStartProducer=true"))
                .start();

        assertThat(stage.context().getRoutes()).hasSize(2);
    }

    private void listen(String uri) {
        stage.route("listener", uri, "mock:told");
    }

    private void add(RouteBuilder routes) {
        try {
            stage.context().addRoutes(routes);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Exchange> told() {
        return stage.context().getEndpoint("mock:told", MockEndpoint.class).getReceivedExchanges();
    }

    private List<Exchange> await(int count) {
        Awaitility.await().until(() -> told().size() >= count);
        assertThat(told()).hasSize(count);
        return told();
    }

    private void assertOutcome(
            Exchange told, String deliveryId, String outcome, int attempts, Integer status, String reason) {
        Map<String, Object> headers = told.getIn().getHeaders();
        assertThat(headers)
                .containsEntry("CamelWebhooksEmitterId", stage.id())
                .containsEntry("CamelWebhooksEmitterOutcomeEvent", Stage.EVENT)
                .containsEntry("CamelWebhooksEmitterOutcomeDeliveryId", deliveryId)
                .containsEntry("CamelWebhooksEmitterOutcome", outcome)
                .containsEntry("CamelWebhooksEmitterAttempts", attempts)
                .doesNotContainKeys("CamelWebhooksEmitterEvent", "CamelWebhooksEmitterDeliveryId");
        assertThat(headers.get("CamelWebhooksEmitterStatusCode")).isEqualTo(status);
        assertThat(headers.get("CamelWebhooksEmitterReason")).isEqualTo(reason);
        assertThat((Long) headers.get("CamelWebhooksEmitterDuration")).isBetween(0L, 60_000L);
    }
}
