package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static io.github.webhooksemitter.testing.Sandbox.referring;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.delivery.FanOutFailedException;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueFullTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final String LONG = "enqueueTimeout=60s";

    private final Sandbox sandbox = Sandbox.start();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Receiver receiver = Receiver.start().answering(this::onceOpen);
    private final Receiver other = Receiver.start();

    @AfterEach
    void close() {
        gate.countDown();
        sandbox.close();
        receiver.close();
        other.close();
    }

    private Reply onceOpen(Received request) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Reply.of(200);
    }

    /** An emitter of queueSize 2 with one delivery in its attempt and two behind it. */
    private String full(String id, String... options) {
        String uri = declaring(id, receiver.url(), append(options, "queueSize=2"));
        sandbox.emitted(uri, id + "-1");
        sandbox.awaitStatus(id, status -> status.inFlight() == 1 && status.queued() == 0);
        sandbox.emitted(uri, id + "-2");
        sandbox.emitted(uri, id + "-3");
        return uri;
    }

    private static String[] append(String[] options, String more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(more);
        return all.toArray(String[]::new);
    }

    /** What was queued before, and nothing else, arrives in the end. */
    private void assertArriveAtLast(String... ids) {
        gate.countDown();
        receiver.await(ids.length);
        sandbox.awaitStatus("e", status -> status.queued() + status.inFlight() == 0);
        assertThat(receiver.requests()).extracting(Received::deliveryId).containsExactly(ids);
    }

    private static void assertRefused(Exchange exchange, String... words) {
        assertThat(exchange.getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("emitter e ")
                .hasMessageContainingAll(words);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey("CamelWebhooksEmitterAcceptedId");
    }

    private static Duration timeOf(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void a_dead_receiver_lets_in_what_the_queue_and_the_attempt_hold_and_the_rest_is_refused_fast() {
        try (ClosedPort dead = ClosedPort.open()) {
            String uri = declaring(
                    "e",
                    dead.url(),
                    "queueSize=10&whenFull=fail&backoffDelay=1ms&maxAttempts=1000000&deadLetter=log:x?level=OFF");
            List<Exchange> exchanges = new ArrayList<>();
            Duration time = timeOf(() -> ids("d", 200).forEach(id -> exchanges.add(sandbox.emit(uri, id))));

            assertThat(exchanges.stream().filter(exchange -> exchange.getException() == null))
                    .hasSizeBetween(10, 11);
            assertThat(exchanges.stream().filter(exchange -> exchange.getException() != null))
                    .allSatisfy(exchange -> assertRefused(exchange, "full queue"));
            assertThat(time).isLessThan(AT_ONCE);
        }
    }

    @Nested
    class Block {
        @Test
        void fails_the_exchange_after_the_timeout() {
            String uri = full("e", "enqueueTimeout=150ms");

            AtomicReference<Exchange> late = new AtomicReference<>();
            Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

            assertRefused(late.get(), "full queue", "2 deliveries", "queueSize");
            assertThat(time).isBetween(Duration.ofMillis(150), AT_ONCE);
            assertArriveAtLast("e-1", "e-2", "e-3");
        }

        @Test
        void is_the_default_and_lets_the_caller_in_when_there_is_a_place() throws Exception {
            String uri = full("e", LONG);
            AtomicReference<Exchange> late = new AtomicReference<>();
            Thread caller = caller(() -> late.set(sandbox.emit(uri, "late")));

            Sandbox.awaitBlocked(caller);
            gate.countDown();
            caller.join(10_000);

            assertThat(late.get().getException()).isNull();
            assertThat(late.get().getMessage().getHeader("CamelWebhooksEmitterAcceptedId"))
                    .isEqualTo("late");
            assertArriveAtLast("e-1", "e-2", "e-3", "late");
        }

        @Test
        void lets_every_blocked_caller_in_one_after_the_other() throws Exception {
            String uri = full("e", LONG);
            Collection<Exchange> exchanges = new ConcurrentLinkedQueue<>();
            List<Thread> callers = ids("late", 20).stream()
                    .map(id -> caller(() -> exchanges.add(sandbox.emit(uri, id))))
                    .toList();

            callers.forEach(Sandbox::awaitBlocked);
            gate.countDown();
            for (Thread caller : callers) {
                caller.join(10_000);
            }

            assertThat(exchanges).hasSize(20).allMatch(exchange -> exchange.getException() == null);
            assertThat(receiver.await(23))
                    .extracting(Received::deliveryId)
                    .startsWith("e-1", "e-2", "e-3")
                    .containsAll(ids("late", 20))
                    .hasSize(23);
        }

        @Test
        void lets_the_caller_in_when_one_place_of_many_is_free_and_no_other_follows() throws Exception {
            Semaphore answers = new Semaphore(0);
            try (Receiver slow = Receiver.start().answering(request -> {
                answers.acquireUninterruptibly();
                return Reply.of(200);
            })) {
                String uri = declaring("slow", slow.url(), "queueSize=100", LONG);
                ids("d", 101).forEach(id -> sandbox.emitted(uri, id));
                Thread caller = caller(() -> sandbox.emitted(uri, "late"));

                Sandbox.awaitBlocked(caller);
                answers.release();
                caller.join(10_000);

                EmitterStatus status = sandbox.component().status("slow");
                assertThat(status.queued()).isEqualTo(100);
                assertThat(status.delivered()).isEqualTo(1);
                answers.release(1000);
                assertThat(slow.await(102)).hasSize(102);
            }
        }

        @Test
        void lets_the_caller_in_when_an_update_makes_the_queue_larger() throws Exception {
            String uri = full("e", LONG);
            Thread caller = caller(() -> sandbox.emitted(uri, "late"));

            Sandbox.awaitBlocked(caller);
            sandbox.component().update("e", Map.of("queueSize", 3));
            caller.join(10_000);

            assertThat(sandbox.component().status("e").queued()).isEqualTo(3);
            assertArriveAtLast("e-1", "e-2", "e-3", "late");
        }

        @Test
        void fails_a_blocked_caller_at_once_when_the_emitter_is_detached() throws Exception {
            String uri = full("e", LONG, "deadLetter=mock:dead");
            AtomicReference<Exchange> late = new AtomicReference<>();
            Thread caller = caller(() -> late.set(sandbox.emit(uri, "late")));

            Sandbox.awaitBlocked(caller);
            sandbox.component().detach("e");
            caller.join(10_000);

            assertRefused(late.get(), "detaching");
            assertThat(sandbox.received("dead", 3))
                    .extracting(letter -> letter.getMessage().getHeader("CamelWebhooksEmitterDeliveryId"))
                    .containsExactlyInAnyOrder("e-1", "e-2", "e-3");
        }

        @Test
        void an_interrupted_caller_fails_with_a_clear_sentence_and_stays_interrupted() throws Exception {
            String uri = full("e", LONG);
            AtomicReference<Exchange> late = new AtomicReference<>();
            AtomicBoolean interrupted = new AtomicBoolean();
            Thread caller = caller(() -> {
                late.set(sandbox.emit(uri, "late"));
                interrupted.set(Thread.currentThread().isInterrupted());
            });

            Sandbox.awaitBlocked(caller);
            caller.interrupt();
            caller.join(10_000);

            assertRefused(late.get(), "interrupted while it waited for a place in the queue", "send it again");
            assertThat(interrupted).isTrue();
            assertThat(sandbox.component().status("e").queued()).isEqualTo(2);
            assertArriveAtLast("e-1", "e-2", "e-3");
        }
    }

    @Test
    void an_interrupted_caller_fans_out_to_all_or_to_none() {
        for (String id : ids("e", 20)) {
            sandbox.component().attach(id, "test.*", configOf(other.url()));
        }

        Thread.currentThread().interrupt();
        Exchange exchange = sandbox.emit(referring("*"), "d-1");
        assertThat(Thread.interrupted()).isTrue();

        assertThat(exchange.getException()).isNull();
        assertThat(other.await(20)).hasSize(20);
    }

    @Test
    void fail_refuses_at_once() {
        String uri = full("e", "whenFull=fail", LONG);

        AtomicReference<Exchange> late = new AtomicReference<>();
        Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

        assertRefused(late.get(), "full queue");
        assertThat(time).isLessThan(AT_ONCE);
        assertArriveAtLast("e-1", "e-2", "e-3");
    }

    @Test
    void a_repeat_of_a_refused_event_is_taken_once_there_is_a_place() {
        String uri = full("e", "whenFull=fail");
        assertRefused(sandbox.emit(uri, "late"), "full queue");

        gate.countDown();
        sandbox.awaitStatus("e", status -> status.queued() < 2);
        sandbox.emitted(uri, "late");

        assertArriveAtLast("e-1", "e-2", "e-3", "late");
    }

    @Test
    void dead_letter_hands_the_delivery_over_and_the_exchange_goes_on() {
        String uri = full("e", "whenFull=deadLetter", "deadLetter=mock:dead", LONG);

        AtomicReference<Exchange> late = new AtomicReference<>();
        Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

        assertThat(late.get().getException()).isNull();
        assertThat(late.get().getMessage().getHeader("CamelWebhooksEmitterAcceptedId"))
                .isEqualTo("late");
        assertThat(time).isLessThan(AT_ONCE);
        assertThat(sandbox.mock("dead").getReceivedExchanges()).hasSize(1).allSatisfy(QueueFullTest::assertQueueFull);
        assertThat(sandbox.component().status("e").dead()).isEqualTo(1);
        assertArriveAtLast("e-1", "e-2", "e-3");
    }

    private static void assertQueueFull(Exchange letter) {
        assertThat(letter.getMessage().getBody())
                .isEqualTo(Sandbox.bodyOf("late").getBytes(StandardCharsets.UTF_8));
        assertThat(letter.getMessage().getHeaders())
                .containsEntry("CamelWebhooksEmitterId", "e")
                .containsEntry("CamelWebhooksEmitterDeliveryId", "late")
                .containsEntry("CamelWebhooksEmitterReason", "queue-full")
                .containsEntry("CamelWebhooksEmitterAttempts", 0)
                .doesNotContainKey("CamelWebhooksEmitterStatusCode");
    }

    @Test
    void dead_letter_without_one_refuses_at_once() {
        String uri = full("e", "whenFull=deadLetter", LONG);

        AtomicReference<Exchange> late = new AtomicReference<>();
        Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

        assertRefused(late.get(), "full queue");
        assertThat(time).isLessThan(AT_ONCE);
        assertArriveAtLast("e-1", "e-2", "e-3");
    }

    @Nested
    class FanOut {
        @ParameterizedTest
        @ValueSource(strings = {"block", "fail", "deadLetter"})
        void reaches_the_others_and_names_the_full_one_that_has_no_dead_letter(String whenFull) {
            full("e", "events=test.*");
            sandbox.component().attach("z-other", "test.*", configOf(other.url()));
            sandbox.component().attach("a-other", "test.*", configOf(other.url()));

            AtomicReference<Exchange> late = new AtomicReference<>();
            Duration time = timeOf(() -> late.set(sandbox.emit(referring("*", "whenFull=" + whenFull, LONG), "late")));

            assertThat(late.get().getException())
                    .isInstanceOf(FanOutFailedException.class)
                    .hasMessageContaining("The emitter e has a full queue")
                    .hasMessageNotContaining("other");
            assertThat(late.get().getMessage().getHeader("CamelWebhooksEmitterAcceptedId"))
                    .isEqualTo("late");
            assertThat(time).isLessThan(AT_ONCE);
            assertThat(other.await(2)).extracting(Received::deliveryId).containsExactly("late", "late");
            assertArriveAtLast("e-1", "e-2", "e-3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"block", "fail", "deadLetter"})
        void dead_letters_what_a_full_emitter_cannot_take_and_succeeds(String whenFull) {
            full("e", "events=test.*", "deadLetter=mock:dead");
            sandbox.component().attach("z-other", "test.*", configOf(other.url()));

            AtomicReference<Exchange> late = new AtomicReference<>();
            Duration time = timeOf(() -> late.set(sandbox.emit(referring("*", "whenFull=" + whenFull, LONG), "late")));

            assertThat(late.get().getException()).isNull();
            assertThat(time).isLessThan(AT_ONCE);
            assertThat(sandbox.received("dead", 1)).hasSize(1).allSatisfy(QueueFullTest::assertQueueFull);
            assertThat(other.await(1)).extracting(Received::deliveryId).containsExactly("late");
            assertArriveAtLast("e-1", "e-2", "e-3");
        }

        @Test
        void dead_letters_what_is_too_large_for_one_of_the_emitters() {
            sandbox.component()
                    .attach(
                            "small",
                            "test.*",
                            configOf(other.url()).with(Map.of("maxPayloadSize", 10, "deadLetter", "mock:dead")));
            sandbox.component().attach("large", "test.*", configOf(other.url()));

            sandbox.emitted(referring("*"), "d-1");

            assertThat(sandbox.received("dead", 1))
                    .extracting(letter -> letter.getMessage().getHeader("CamelWebhooksEmitterReason"))
                    .containsExactly("too-large");
            assertThat(other.await(1)).hasSize(1);
        }
    }

    @Nested
    class Paused {
        @ParameterizedTest
        @ValueSource(strings = {"block", "fail", "deadLetter"})
        void a_full_one_without_dead_letter_refuses_at_once(String whenFull) {
            String uri = full("e", "whenFull=" + whenFull, LONG);
            sandbox.component().pause("e");

            AtomicReference<Exchange> late = new AtomicReference<>();
            Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

            assertRefused(late.get(), "full queue", "paused");
            assertThat(time).isLessThan(AT_ONCE);
            sandbox.component().resume("e");
            assertArriveAtLast("e-1", "e-2", "e-3");
        }

        @ParameterizedTest
        @ValueSource(strings = {"block", "deadLetter"})
        void a_full_one_hands_over_to_its_dead_letter(String whenFull) {
            String uri = full("e", "whenFull=" + whenFull, "deadLetter=mock:dead", LONG);
            sandbox.component().pause("e");

            AtomicReference<Exchange> late = new AtomicReference<>();
            Duration time = timeOf(() -> late.set(sandbox.emit(uri, "late")));

            assertThat(late.get().getException()).isNull();
            assertThat(time).isLessThan(AT_ONCE);
            assertThat(sandbox.received("dead", 1)).hasSize(1).allSatisfy(QueueFullTest::assertQueueFull);
            sandbox.component().resume("e");
            assertArriveAtLast("e-1", "e-2", "e-3");
        }

        @Test
        void a_caller_who_is_blocked_when_the_pause_comes_is_refused_then() throws Exception {
            String uri = full("e", LONG);
            AtomicReference<Exchange> late = new AtomicReference<>();
            Thread caller = caller(() -> late.set(sandbox.emit(uri, "late")));

            Sandbox.awaitBlocked(caller);
            sandbox.component().pause("e");
            caller.join(10_000);

            assertRefused(late.get(), "full queue", "paused");
        }

        @Test
        void one_with_a_place_still_takes_what_comes() {
            String uri = declaring("e", other.url());
            sandbox.emitted(uri, "first");
            other.await(1);
            sandbox.component().pause("e");

            sandbox.emitted(uri, "second");

            assertThat(sandbox.component().status("e"))
                    .returns(1, EmitterStatus::queued)
                    .returns("paused", EmitterStatus::state);
            sandbox.component().resume("e");
            assertThat(other.await(2)).extracting(Received::deliveryId).containsExactly("first", "second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "block"})
    void what_is_accepted_from_several_threads_at_a_full_queue_arrives_and_nothing_else(String whenFull)
            throws Exception {
        gate.countDown();
        String uri =
                declaring("e", receiver.url(), "queueSize=3&concurrency=2&enqueueTimeout=5ms", "whenFull=" + whenFull);
        Collection<String> accepted = new ConcurrentLinkedQueue<>();
        List<Thread> callers = List.of("a", "b", "c", "d").stream()
                .map(prefix -> caller(() -> ids(prefix, 300).forEach(id -> {
                    if (sandbox.emit(uri, id).getException() == null) {
                        accepted.add(id);
                    }
                })))
                .toList();
        for (Thread caller : callers) {
            caller.join(30_000);
        }

        sandbox.awaitStatus("e", status -> status.queued() + status.inFlight() == 0);
        assertThat(accepted).isNotEmpty();
        assertThat(receiver.requests()).extracting(Received::deliveryId).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static EmitterConfig configOf(String url) {
        return EmitterConfig.builder().url(url).build();
    }

    private static Thread caller(Runnable action) {
        Thread caller = new Thread(action, "caller");
        caller.setDaemon(true);
        caller.start();
        return caller;
    }
}
