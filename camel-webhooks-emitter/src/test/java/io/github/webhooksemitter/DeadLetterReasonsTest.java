package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each reason to give a delivery up: it comes to the dead letter endpoint whole, once, and a replay is the same delivery. */
class DeadLetterReasonsTest {
    private static final String BODY = "{ \"n\" : 1.0, \"ü\": \"\\u00fc\" }";

    @RegisterExtension
    final Stage stage = new Stage();

    /** How to get a delivery given up for this reason. */
    record Case(Reason reason, int attempts, Integer status, Way way) {
        @Override
        public String toString() {
            return reason.toString();
        }
    }

    @FunctionalInterface
    interface Way {
        void go(DeadLetterReasonsTest test, Receiver receiver);
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Reason.EXHAUSTED, 2, 503, (test, receiver) -> {
                    test.attach(receiver.answering(503), "maxAttempts", 2, "backoffDelay", "1ms");
                    test.emit();
                }),
                new Case(Reason.FINAL_STATUS, 1, 422, (test, receiver) -> {
                    test.attach(receiver.answering(422), "finalStatuses", "4xx");
                    test.emit();
                }),
                new Case(Reason.GONE, 1, 410, (test, receiver) -> {
                    test.attach(receiver.answering(410));
                    test.emit();
                }),
                new Case(Reason.BLOCKED_ADDRESS, 1, null, (test, receiver) -> {
                    // A name: what it means is known only when it is looked up.
                    test.attach(receiver.url().replace("127.0.0.1", "private.hosts.example"));
                    test.emit();
                }),
                new Case(Reason.EXPIRED, 1, 503, (test, receiver) -> {
                    test.attach(receiver.answering(503), "expireAfter", "1h", "retrySchedule", "1h");
                    test.emit();
                }),
                new Case(Reason.QUEUE_FULL, 0, null, (test, receiver) -> {
                    test.attach(receiver, "queueSize", 1);
                    test.stage.component().pause(test.stage.id());
                    test.stage.emit(1);
                    test.emit("?whenFull=deadLetter");
                }),
                new Case(Reason.TOO_LARGE, 0, null, (test, receiver) -> {
                    test.attach(receiver, "maxPayloadSize", 5, "events", "*");
                    test.emitTo("webhooks-emitter:*");
                }),
                new Case(Reason.DETACHED, 0, null, (test, receiver) -> {
                    test.attach(receiver);
                    test.stage.component().pause(test.stage.id());
                    test.emit();
                    test.stage.component().detach(test.stage.id());
                }),
                new Case(Reason.CANCELLED, 0, null, (test, receiver) -> {
                    test.attach(receiver);
                    test.stage.component().pause(test.stage.id());
                    test.emit();
                    test.stage.component().cancel(test.stage.id(), "the-id");
                }),
                new Case(Reason.SHUTDOWN, 1, 503, (test, receiver) -> {
                    test.attach(receiver.answering(503), "backoffDelay", "1h");
                    test.emit();
                    test.stage.awaitBackoff();
                    test.stage.shutdownTimeout(Duration.ofMillis(500)).stop();
                }));
    }

    @Test
    void every_reason_has_a_case() {
        assertThat(cases().map(Case::reason))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(Arrays.asList(Reason.values())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_letter_holds_the_original_bytes_and_what_happened(Case one) {
        stage.deadLetter();
        stage.start();
        one.way.go(this, stage.receiver());

        Awaitility.await().until(() -> !stage.letters().isEmpty());
        assertThat(stage.letters())
                .containsExactly(new Letter("the-id", one.reason.toString(), one.attempts, one.status));
        Exchange letter = stage.letterExchanges().get(0);
        assertThat(letter.getIn().getBody(String.class)).isEqualTo(BODY);
        assertThat(letter.getIn().getHeaders())
                .containsEntry("CamelWebhooksEmitterId", stage.id())
                .containsEntry("CamelWebhooksEmitterEvent", "the.event");
        assertThat(stage.logged()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void without_a_dead_letter_endpoint_it_is_one_line_or_fails_the_exchange(Case one) {
        stage.start();
        try {
            deadLetter = null;
            one.way.go(this, stage.receiver());
        } catch (RuntimeException e) {
            assertThat(one.reason).isIn(Reason.QUEUE_FULL, Reason.TOO_LARGE);
            return;
        }

        Awaitility.await().until(() -> !stage.logged().isEmpty());
        assertThat(stage.logged())
                .containsExactly(new Letter("the-id", one.reason.toString(), one.attempts, one.status));
    }

    @Test
    void sent_back_to_its_emitter_it_is_the_same_delivery_with_attempts_anew() {
        Receiver receiver = stage.receiver().answering(503, 503, 503, 200);
        stage.route("replay", "direct:replay", stage.uri()).start();
        deadLetter = stage.deadLetter();
        attach(receiver, "maxAttempts", 2, "backoffDelay", "1ms");
        emit();
        Awaitility.await().until(() -> !stage.letters().isEmpty());
        Exchange letter = stage.letterExchanges().get(0);

        stage.template().send("direct:replay", letter.copy());

        receiver.await(4);
        assertThat(receiver.requests())
                .extracting(Receiver.Received::deliveryId)
                .containsOnly("the-id");
        assertThat(receiver.requests()).extracting(Receiver.Received::text).containsOnly(BODY);
        Awaitility.await().until(() -> stage.status().delivered() == 1);
        assertThat(stage.letters()).hasSize(1);
    }

    @Test
    void an_Error_in_the_dead_letter_route_costs_the_letter_and_not_the_emitter() throws Exception {
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:broken").process(letter -> {
                    throw new NoClassDefFoundError("on purpose");
                });
            }
        });
        Receiver receiver = stage.receiver().answering(422, 422, 200);
        stage.start();
        deadLetter = "direct:broken";
        attach(receiver, "finalStatuses", "422");

        stage.emit(2);
        stage.emit(stage.uri("waitForDelivery=true"), "d3");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> stage.logged().size() == 2);
        assertThat(stage.logged()).extracting(Letter::deliveryId).containsExactly("d1", "d2");
    }

    @Test
    void a_dead_letter_route_cannot_wait_for_its_own_emitter() throws Exception {
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:lost")
                        .doTry()
                        .to(stage.uri("waitForDelivery=true"))
                        .doCatch(Exception.class)
                        .to("mock:told");
            }
        });
        stage.start();
        deadLetter = "direct:lost";
        attach(stage.receiver().answering(422, 200), "finalStatuses", "422");

        stage.emit(2);

        MockEndpoint told = stage.context().getEndpoint("mock:told", MockEndpoint.class);
        Awaitility.await().until(() -> stage.status().delivered() == 1);
        assertThat(told.getReceivedExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .hasMessageContaining("without waitForDelivery");
    }

    private String deadLetter = "mock:letters";

    private void attach(Receiver receiver, Object... options) {
        attach(receiver.url(), options);
    }

    private void attach(String url, Object... options) {
        Map<String, Object> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        if (deadLetter != null) {
            all.put("deadLetter", deadLetter);
        }
        Object[] flat = all.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray();
        stage.attach(url, flat);
    }

    private void emit() {
        emit("");
    }

    private void emit(String options) {
        emitTo(stage.uri() + options);
    }

    private void emitTo(String uri) {
        Exchange exchange = stage.template().send(uri, sent -> {
            sent.getIn().setBody(BODY);
            sent.getIn()
                    .setHeaders(new HashMap<>(Map.of(
                            WebhooksEmitterConstants.EVENT,
                            "the.event",
                            WebhooksEmitterConstants.DELIVERY_ID,
                            "the-id")));
        });
        if (exchange.getException() instanceof RuntimeException failure) {
            throw failure;
        }
    }
}
