package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.LogLines;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
    private static final String TWICE = "maxAttempts=2&backoffDelay=1ms";

    private final List<Exchange> lettersTried = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> triedAt = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<String> failing = new AtomicReference<>("");
    private final AtomicReference<Exchange> replayed = new AtomicReference<>();
    private final Sandbox sandbox = Sandbox.start(new RouteBuilder() {
        @Override
        public void configure() {
            from("direct:dead").process(DeadLetterTest.this::handle);
            from("direct:replay")
                    .toD("webhooks-emitter:${header.CamelWebhooksEmitterId}?event=unused")
                    .process(exchange -> replayed.set(exchange.copy()));
            from("direct:emit-again")
                    .removeHeader("CamelWebhooksEmitterDeliveryId")
                    .doTry()
                    .to("webhooks-emitter:full?event=given.up&whenFull=block&enqueueTimeout=60s")
                    .doCatch(Exception.class)
                    .end()
                    .to("mock:after-emit");
        }
    });
    private final Receiver receiver = Receiver.start();
    private final LogLines log = LogLines.open();

    /** A dead letter route of a user: fails on what it does not like, and spoils the letter before that. */
    private void handle(Exchange letter) {
        lettersTried.add(letter.copy());
        triedAt.add(System.nanoTime());
        if (lettersTried.size() <= failing.get().length()) {
            letter.getMessage().setBody("spoiled");
            letter.getMessage().removeHeaders("*");
            throw new IllegalStateException("dead letter store is down");
        }
    }

    @AfterEach
    void close() {
        sandbox.close();
        receiver.close();
        log.close();
    }

    @Test
    void gets_the_original_bytes_and_what_became_of_the_delivery() {
        receiver.answering(500, 503);
        String uri = declaring("shop", receiver.url(), TWICE, "deadLetter=mock:dead");
        byte[] body = "{ \"größe\" :\t1.10 }\n".getBytes(StandardCharsets.UTF_8);

        sandbox.emit(uri, "kept-1", body);

        Exchange letter = sandbox.received("dead", 1).get(0);
        assertThat(letter.getMessage().getBody()).isEqualTo(body);
        assertThat(letter.getMessage().getHeaders())
                .containsEntry("CamelWebhooksEmitterId", "shop")
                .containsEntry("CamelWebhooksEmitterEvent", Sandbox.EVENT)
                .containsEntry("CamelWebhooksEmitterDeliveryId", "kept-1")
                .containsEntry("CamelWebhooksEmitterAttempts", 2)
                .containsEntry("CamelWebhooksEmitterReason", "exhausted")
                .containsEntry("CamelWebhooksEmitterStatusCode", 503);
        assertThat(letter.getMessage().getHeaders().keySet())
                .as("no header of the request, none of camel-http, no redelivery header")
                .allMatch(name -> name.startsWith("CamelWebhooksEmitter") || name.equals("Content-Type"));
        assertThat(letter.getPattern()).isEqualTo(ExchangePattern.InOnly);
        sandbox.awaitStatus("shop", status -> status.dead() == 1);
        assertThat(log.of(Level.ERROR, "kept-1")).isEmpty();
    }

    @Test
    void has_no_status_where_no_attempt_got_one() {
        try (ClosedPort dead = ClosedPort.open()) {
            sandbox.emitted(declaring("shop", dead.url(), TWICE, "deadLetter=mock:dead"), "d-1");

            assertThat(sandbox.received("dead", 1).get(0).getMessage().getHeaders())
                    .containsEntry("CamelWebhooksEmitterAttempts", 2)
                    .containsEntry("CamelWebhooksEmitterReason", "exhausted")
                    .doesNotContainKey("CamelWebhooksEmitterStatusCode");
        }
    }

    @Test
    void holds_up_the_deliveries_behind_it_and_keeps_their_order() {
        receiver.answering(request -> Reply.of(request.deliveryId().endsWith("1") ? 500 : 200));
        String uri = declaring("ordered", receiver.url(), TWICE, "deadLetter=mock:dead");
        List<String> ids = ids("d", 20);

        ids.forEach(id -> sandbox.emitted(uri, id));

        sandbox.awaitStatus("ordered", status -> status.delivered() == 18 && status.dead() == 2);
        assertThat(receiver.requests().stream().map(Received::deliveryId).distinct())
                .containsExactlyElementsOf(ids);
        assertThat(sandbox.received("dead", 2))
                .extracting(letter -> letter.getMessage().getHeader("CamelWebhooksEmitterDeliveryId"))
                .containsExactly(ids.get(1), ids.get(11));
    }

    @Test
    void without_one_a_delivery_given_up_is_one_error_line_that_holds_nothing_secret() {
        receiver.answering(503);
        String uri = declaring("lossy-one", receiver.url("/hooks/k4nary-path?token=k4nary-query"), TWICE)
                + "&secret=RAW(k4nary-secret)&secretHeader.X-Key=k4nary-header";

        sandbox.emit(uri, "lost-1", "{\"name\":\"k4nary-payload\"}");
        sandbox.emit(uri, "lost-2", "{\"name\":\"k4nary-payload\"}");
        sandbox.awaitStatus("lossy-one", status -> status.dead() == 2);

        assertThat(log.of(Level.ERROR, "lossy-one")).hasSize(2);
        assertThat(log.of(Level.ERROR, "lost-1"))
                .singleElement()
                .asString()
                .contains("lossy-one", Sandbox.EVENT, "attempts=2", "exhausted", "503");
        assertThat(log.with("k4nary")).isEmpty();
    }

    @Test
    void without_one_the_attach_warns_once_and_says_after_how_long_deliveries_are_lost() {
        sandbox.emitted(declaring("lossy-two", receiver.url()), "d-1");
        sandbox.emitted(declaring("lossy-two", receiver.url(), "maxAttempts=12"), "d-2");
        sandbox.emitted(declaring("lossless", receiver.url(), "deadLetter=mock:dead"), "d-3");

        assertThat(log.of(Level.WARN, "lossy-two"))
                .singleElement()
                .asString()
                .contains("no deadLetter", "12 attempts", "27m");
        assertThat(log.with("lossless")).isEmpty();
    }

    @Test
    void a_dead_letter_that_fails_is_tried_3_times_a_second_apart_and_is_then_one_error_line() {
        failing.set("xxx");
        receiver.answering(503, 503, 200);
        String uri = declaring("shop", receiver.url(), TWICE, "deadLetter=direct:dead");

        sandbox.emitted(uri, "lost-with-its-letter");
        sandbox.emitted(uri, "next");

        sandbox.awaitStatus("shop", status -> status.delivered() == 1);
        assertThat(lettersTried).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.getMessage().getBody())
                    .isEqualTo(Sandbox.bodyOf("lost-with-its-letter").getBytes(StandardCharsets.UTF_8));
            assertThat(letter.getMessage().getHeaders())
                    .containsEntry("CamelWebhooksEmitterDeliveryId", "lost-with-its-letter")
                    .containsEntry("CamelWebhooksEmitterAttempts", 2);
        });
        for (int i = 1; i < 3; i++) {
            assertThat(Duration.ofNanos(triedAt.get(i) - triedAt.get(i - 1)))
                    .isBetween(Duration.ofMillis(990), Duration.ofSeconds(4));
        }
        assertThat(log.of(Level.ERROR, "lost-with-its-letter"))
                .singleElement()
                .asString()
                .contains("shop", Sandbox.EVENT, "attempts=2", "exhausted", "deadLetter failed");
        assertThat(receiver.requests().get(2).deliveryId())
                .as("the emitter goes on only then")
                .isEqualTo("next");
    }

    @Test
    void a_dead_letter_that_fails_once_is_tried_again_and_is_no_error() {
        failing.set("x");
        receiver.answering(503);

        sandbox.emitted(declaring("shop", receiver.url(), TWICE, "deadLetter=direct:dead"), "saved-letter");

        sandbox.awaitStatus("shop", status -> status.dead() == 1);
        assertThat(lettersTried).hasSize(2);
        assertThat(lettersTried.get(1).getMessage().getHeaders())
                .containsEntry("CamelWebhooksEmitterDeliveryId", "saved-letter");
        assertThat(log.of(Level.ERROR, "saved-letter")).isEmpty();
    }

    @Test
    void a_failing_dead_letter_of_one_emitter_does_not_hold_up_another() {
        failing.set("xxx");
        receiver.answering(request -> Reply.of(request.deliveryId().startsWith("bad") ? 500 : 200));
        sandbox.emitted(declaring("shop", receiver.url(), TWICE, "deadLetter=direct:dead"), "bad-1");
        await().until(() -> !lettersTried.isEmpty());

        long start = System.nanoTime();
        sandbox.emitted(declaring("other", receiver.url(), "deadLetter=direct:dead"), "good-1");
        sandbox.awaitStatus("other", status -> status.delivered() == 1);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(sandbox.component().status("shop").inFlight()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks-emitter:loop",
                "webhooks-emitter://loop",
                "webhooks-emitter:loop?event=again",
                "webhooks-emitter:*",
                "webhooks-emitter:*?event=again",
                "webhooks-emitter:%6Coop?event=again",
                "{{dead.letter}}",
                "webhooks-emitter:{{self}}?event=again"
            })
    void one_that_leads_back_to_its_own_emitter_is_refused(String deadLetter) {
        sandbox.context().getPropertiesComponent().addOverrideProperty("dead.letter", "webhooks-emitter:loop?event=x");
        sandbox.context().getPropertiesComponent().addOverrideProperty("self", "loop");
        EmitterConfig config = EmitterConfig.builder()
                .url(receiver.url())
                .deadLetter(deadLetter)
                .build();

        assertThatThrownBy(() -> sandbox.component().attach("loop", config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadLetter")
                .hasMessageContaining("loop");
        assertThat(sandbox.component().isStarted("loop")).isFalse();

        String uri = declaring("loop", receiver.url(), "deadLetter=RAW(" + deadLetter + ")");
        assertThatThrownBy(() -> sandbox.emit(uri, "d-1")).rootCause().hasMessageContaining("Option deadLetter");
        assertThat(sandbox.component().isStarted("loop")).isFalse();
    }

    @Test
    void one_that_leads_to_another_emitter_is_taken_and_keeps_the_delivery_id() {
        receiver.answering(request -> Reply.of(request.target().equals("/first") ? 500 : 200));
        sandbox.component()
                .attach(
                        "second",
                        EmitterConfig.builder().url(receiver.url("/second")).build());

        sandbox.emitted(declaring("first", receiver.url("/first"), TWICE, "deadLetter=webhooks-emitter:second"), "d-1");

        assertThat(receiver.await(3))
                .extracting(Received::target, Received::deliveryId)
                .endsWith(tuple("/second", "d-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch", "nosuch:endpoint", "direct:dead?nosuch=option"})
    void one_that_is_no_endpoint_is_refused_at_attach(String deadLetter) {
        EmitterConfig config = EmitterConfig.builder()
                .url(receiver.url())
                .deadLetter(deadLetter)
                .build();

        assertThatThrownBy(() -> sandbox.component().attach("shop", config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deadLetter")
                .hasMessageNotContaining(deadLetter);
    }

    @Test
    void sent_back_to_its_emitter_it_is_a_replay_with_the_same_id_event_and_bytes() {
        receiver.answering(503, 503, 200);
        String uri = declaring("shop", receiver.url(), TWICE, "deadLetter=direct:replay");
        byte[] body = "{\"total\": 1.10}".getBytes(StandardCharsets.UTF_8);

        sandbox.emit(uri, "d-1", body);

        List<Received> requests = receiver.await(3);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.deliveryId()).isEqualTo("d-1");
            assertThat(request.header("X-Webhooks-Event")).isEqualTo(Sandbox.EVENT);
            assertThat(request.body()).isEqualTo(body);
        });
        sandbox.awaitStatus("shop", status -> status.delivered() == 1 && status.dead() == 1);
        await().until(() -> replayed.get() != null);
        assertThat(replayed.get().getMessage().getHeader("CamelWebhooksEmitterAcceptedId"))
                .isEqualTo("d-1");
    }

    @Test
    void an_emit_from_a_dead_letter_route_does_not_block_at_a_full_queue() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(request -> {
            if (request.target().equals("/full")) {
                awaitOpen(gate);
                return Reply.of(200);
            }
            return Reply.of(500);
        });
        String full = declaring("full", receiver.url("/full"), "queueSize=1&deadLetter=log:x?level=OFF");
        sandbox.emitted(full, "full-1");
        sandbox.awaitStatus("full", status -> status.inFlight() == 1);
        sandbox.emitted(full, "full-2");

        long start = System.nanoTime();
        sandbox.emitted(declaring("shop", receiver.url("/shop"), TWICE, "deadLetter=direct:emit-again"), "given-up");

        Exchange after = sandbox.received("after-emit", 1).get(0);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(after.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("The emitter full has a full queue");
        gate.countDown();
    }

    @Test
    void a_caller_who_waits_gets_the_failure_and_the_dead_letter_gets_nothing() {
        receiver.answering(503);
        String uri = declaring("shop", receiver.url(), TWICE, "waitForDelivery=true", "deadLetter=mock:dead");

        Exchange exchange = sandbox.emit(uri, "awaited-1");

        assertThat(exchange.getException()).hasMessageContainingAll("awaited-1", "exhausted", "2 attempts", "503");
        assertThat(sandbox.mock("dead").getReceivedCounter()).isZero();
        assertThat(log.of(Level.ERROR, "awaited-1")).isEmpty();
    }

    @Test
    void an_update_that_names_a_dead_letter_holds_for_what_is_given_up_from_then_on() {
        receiver.answering(503);
        String uri = declaring("shop", receiver.url(), "maxAttempts=2&backoffDelay=1h");
        sandbox.emitted(uri, "d-1");
        sandbox.awaitStatus("shop", status -> status.nextAttemptAt() != null);

        sandbox.component().update("shop", Map.of("deadLetter", "mock:dead"));

        assertThat(sandbox.received("dead", 1).get(0).getMessage().getHeaders())
                .containsEntry("CamelWebhooksEmitterDeliveryId", "d-1");
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
