package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryOrderTest {
    private static final String AT_ONCE = "backoffDelay=1ms&backoffMaxDelay=2ms";

    private final Sandbox sandbox = Sandbox.start();
    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void delivers_10000_events_in_order_once_each_through_a_503_for_every_tenth_attempt() {
        List<String> delivered = Collections.synchronizedList(new ArrayList<>());
        receiver.answering(oneOfTenFails(delivered));
        String uri = declaring("ordered", receiver.url(), AT_ONCE, "maxAttempts=100", "enqueueTimeout=60s");

        List<String> ids = ids("d", 10_000);
        ids.forEach(id -> sandbox.emitted(uri, id));

        sandbox.awaitStatus("ordered", status -> status.delivered() == 10_000);
        assertThat(delivered).containsExactlyElementsOf(ids);
        assertThat(withoutRepeats(receiver.requests())).containsExactlyElementsOf(ids);
        assertThat(receiver.requests()).hasSizeGreaterThan(10_500);
        assertThat(receiver.requests())
                .allSatisfy(request -> assertThat(request.text()).isEqualTo(Sandbox.bodyOf(request.deliveryId())));
    }

    @Test
    void keeps_at_most_n_deliveries_under_way_with_concurrency_n_and_delivers_all() throws Exception {
        List<String> delivered = Collections.synchronizedList(new ArrayList<>());
        var answers = oneOfTenFails(delivered);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            awaitOpen(gate);
            Reply reply = answers.apply(request);
            now.decrementAndGet();
            return reply;
        });
        String uri = declaring("four", receiver.url(), AT_ONCE, "concurrency=4", "maxAttempts=100");

        List<String> ids = ids("d", 400);
        ids.forEach(id -> sandbox.emitted(uri, id));

        receiver.await(4);
        assertThat(sandbox.component().status("four").inFlight()).isEqualTo(4);
        gate.countDown();
        sandbox.awaitStatus("four", status -> status.delivered() == 400);
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(most).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void makes_max_attempts_in_all_and_no_more(int attempts) {
        receiver.answering(503);
        String uri = declaring("few", receiver.url(), AT_ONCE, "maxAttempts=" + attempts, "deadLetter=mock:dead");

        sandbox.emitted(uri, "given-up");
        sandbox.emitted(uri, "next");

        List<Exchange> letters = sandbox.received("dead", 2);
        assertThat(letters.get(0).getMessage().getHeader("CamelWebhooksEmitterAttempts"))
                .isEqualTo(attempts);
        assertThat(receiver.requests()).hasSize(2 * attempts);
        assertThat(withoutRepeats(receiver.requests())).containsExactly("given-up", "next");
    }

    @Test
    void delivers_with_the_last_attempt() {
        receiver.answering(503, 503, 200);
        String uri = declaring("last", receiver.url(), AT_ONCE, "maxAttempts=3", "deadLetter=mock:dead");

        sandbox.emitted(uri, "d-1");

        sandbox.awaitStatus("last", status -> status.delivered() == 1);
        assertThat(receiver.requests()).hasSize(3).allMatch(request -> request.deliveryId()
                .equals("d-1"));
        assertThat(sandbox.mock("dead").getReceivedCounter()).isZero();
    }

    @Test
    void waits_longer_each_time_up_to_the_cap() {
        receiver.answering(503);
        String uri = declaring(
                "backoff",
                receiver.url(),
                "backoffDelay=60ms&backoffMultiplier=2&backoffMaxDelay=150ms&backoffJitter=0",
                "maxAttempts=5&deadLetter=mock:dead");

        sandbox.emitted(uri, "d-1");
        sandbox.received("dead", 1);

        assertGaps(receiver.requests(), 60, 120, 150, 150);
    }

    @Test
    void waits_as_the_schedule_says_whatever_max_attempts_and_backoff_say() {
        receiver.answering(503);
        String uri = declaring(
                "scheduled",
                receiver.url(),
                "retrySchedule=120ms,30ms,90ms",
                "maxAttempts=2&backoffDelay=10s&deadLetter=mock:dead");

        sandbox.emitted(uri, "d-1");
        sandbox.received("dead", 1);

        assertGaps(receiver.requests(), 120, 30, 90);
    }

    @Test
    void keeps_the_order_of_each_caller_when_several_emit_at_once() throws Exception {
        List<String> delivered = Collections.synchronizedList(new ArrayList<>());
        receiver.answering(oneOfTenFails(delivered));
        String uri =
                declaring("shared", receiver.url(), AT_ONCE, "maxAttempts=100", "queueSize=5", "enqueueTimeout=60s");

        List<Thread> callers = List.of("a", "b", "c", "d").stream()
                .map(caller -> new Thread(() -> ids(caller, 100).forEach(id -> sandbox.emitted(uri, id))))
                .toList();
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join(TimeUnit.SECONDS.toMillis(30));
        }

        sandbox.awaitStatus("shared", status -> status.delivered() == 400);
        assertThat(delivered).hasSize(400);
        for (String caller : List.of("a", "b", "c", "d")) {
            assertThat(delivered.stream().filter(id -> id.startsWith(caller + "-")))
                    .containsExactlyElementsOf(ids(caller, 100));
        }
    }

    /** Answers 503 to every tenth request at random, and notes the ids that got a 200. */
    private static java.util.function.Function<Received, Reply> oneOfTenFails(List<String> delivered) {
        Random random = new Random(20250601);
        return request -> {
            if (random.nextInt(10) == 0) {
                return Reply.of(503);
            }
            delivered.add(request.deliveryId());
            return Reply.of(200);
        };
    }

    /** Ids in the order of the requests, a retry right after its attempt counted as one with it. */
    private static List<String> withoutRepeats(List<Received> requests) {
        List<String> ids = new ArrayList<>();
        for (Received request : requests) {
            if (ids.isEmpty() || !ids.get(ids.size() - 1).equals(request.deliveryId())) {
                ids.add(request.deliveryId());
            }
        }
        return ids;
    }

    /** Never earlier than that, and not much later on a busy machine. */
    private static void assertGaps(List<Received> requests, long... millis) {
        assertThat(requests).hasSize(millis.length + 1);
        for (int i = 0; i < millis.length; i++) {
            long gap = requests.get(i + 1).nanoTime() - requests.get(i).nanoTime();
            assertThat(Duration.ofNanos(gap))
                    .as("gap before attempt %d", i + 2)
                    .isBetween(Duration.ofMillis(millis[i]), Duration.ofMillis(millis[i] + 3000));
        }
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
