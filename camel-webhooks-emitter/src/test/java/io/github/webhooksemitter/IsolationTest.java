package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static io.github.webhooksemitter.testing.Sandbox.referring;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.HangingReceiver;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationTest {
    private final Sandbox sandbox = Sandbox.start();
    private final Receiver receiver = Receiver.start();
    private final ClosedPort dead = ClosedPort.open();
    private final HangingReceiver hanging = HangingReceiver.start();

    @AfterEach
    void close() {
        sandbox.close();
        receiver.close();
        dead.close();
        hanging.close();
    }

    @Test
    void delivers_to_48_emitters_as_if_a_dead_and_a_hanging_one_beside_them_were_not_there() {
        List<String> healthy = ids("e", 48);
        String options = "backoffDelay=10ms&deadLetter=log:given-up?level=OFF";
        sandbox.component().attach(emitters(healthy, receiver.url(), Map.of()));

        emitTo(healthy, 40, "warm-up");
        Duration alone = emitTo(healthy, 40, "alone");

        String toDead = declaring("dead", dead.url(), options, "maxAttempts=100000");
        String toHanging = declaring("hanging", hanging.url(), options);
        for (int i = 0; i < 40; i++) {
            sandbox.emitted(toDead, "dead-" + i);
            sandbox.emitted(toHanging, "hanging-" + i);
        }
        sandbox.awaitStatus("dead", status -> status.lastAttemptAt() != null);
        await().until(() -> hanging.connections() > 0);
        Duration beside = emitTo(healthy, 40, "beside");

        assertThat(beside).isLessThan(alone.multipliedBy(3).plusSeconds(1));
        assertThat(sandbox.component().status("dead").delivered()).isZero();
        assertThat(sandbox.component().status("hanging"))
                .returns(1, EmitterStatus::inFlight)
                .returns(39, EmitterStatus::queued);
        assertThat(receiver.requests()).hasSize(3 * 40 * 48);
    }

    /** Emits so many events to each, and tells how long it took until the last one had arrived. */
    private Duration emitTo(List<String> emitters, int events, String round) {
        long before = sandbox.component().emitters().stream()
                .mapToLong(EmitterStatus::delivered)
                .sum();
        long start = System.nanoTime();
        for (String deliveryId : ids(round, events)) {
            emitters.forEach(id -> sandbox.emitted(referring(id), deliveryId));
        }
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> sandbox.component().emitters().stream()
                                .mapToLong(EmitterStatus::delivered)
                                .sum()
                        == before + (long) events * emitters.size());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void retries_of_one_emitter_do_not_wait_for_100_attempts_and_retries_that_hang_in_another() {
        String toHanging = declaring(
                "hanging",
                hanging.url(),
                "concurrency=100&requestTimeout=1s&backoffDelay=1ms&backoffMaxDelay=1ms",
                "maxAttempts=1000&deadLetter=log:given-up?level=OFF");
        ids("hanging", 100).forEach(id -> sandbox.emitted(toHanging, id));
        await().atMost(Duration.ofSeconds(20)).until(() -> hanging.connections() > 150);

        List<Duration> times = new ArrayList<>();
        String toQuick = declaring("quick", receiver.url(), "backoffDelay=10ms");
        for (int i = 1; i <= 4; i++) {
            receiver.answering(503, 200);
            int round = i;
            long start = System.nanoTime();
            sandbox.emitted(toQuick, "quick-" + round);
            sandbox.awaitStatus("quick", status -> status.delivered() == round);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }

        assertThat(times)
                .as("four of them, so that a pause of a busy machine does not count as waiting for the other emitter")
                .anySatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(1)));
        assertThat(receiver.requests()).hasSize(8);
        assertThat(sandbox.component().status("hanging"))
                .returns(100, EmitterStatus::inFlight)
                .returns(0L, EmitterStatus::delivered);
    }

    @Test
    void delivers_beside_400_emitters_whose_receivers_hang() {
        List<String> stuck = ids("hanging", 400);
        sandbox.component().attach(emitters(stuck, hanging.url(), Map.of("deadLetter", "log:given-up?level=OFF")));
        stuck.forEach(id -> sandbox.emitted(referring(id), "d-1"));
        await().atMost(Duration.ofSeconds(20)).until(() -> hanging.connections() >= 400);

        sandbox.emitted(declaring("quick", receiver.url()), "d-2");

        sandbox.awaitStatus("quick", status -> status.delivered() == 1);
        assertThat(sandbox.component().emitters())
                .filteredOn(status -> !status.emitterId().equals("quick"))
                .hasSize(400)
                .allMatch(status -> status.inFlight() == 1 && status.delivered() == 0);
    }

    @Test
    void an_emitter_attached_later_does_not_wait_for_one_that_hangs_at_the_same_host() {
        CountDownLatch gate = new CountDownLatch(1);
        receiver.answering(request -> {
            if (request.target().equals("/hanging")) {
                awaitOpen(gate);
            }
            return Reply.of(200);
        });
        sandbox.emitted(declaring("hanging", receiver.url("/hanging")), "d-1");
        receiver.await(1);

        long start = System.nanoTime();
        sandbox.emitted(declaring("later", receiver.url("/later")), "d-2");
        sandbox.awaitStatus("later", status -> status.delivered() == 1);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        gate.countDown();

        assertThat(time).isLessThan(Duration.ofSeconds(2));
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_thousand_emitters_in_backoff_hold_no_thread() {
        List<String> ids = ids("e", 1000);
        sandbox.component()
                .attach(emitters(
                        ids,
                        dead.url(),
                        Map.of("events", "*", "backoffDelay", "1h", "deadLetter", "log:given-up?level=OFF")));

        sandbox.emitted(referring("*"), "d-1");

        await().atMost(Duration.ofSeconds(30)).until(() -> sandbox.component().emitters().stream()
                .allMatch(status -> status.nextAttemptAt() != null));
        assertThat(sandbox.component().emitters())
                .hasSize(1000)
                .allMatch(status -> status.inFlight() == 1 && status.queued() == 0);
        await().untilAsserted(() -> assertThat(threads(true)).isEmpty());
        assertThat(threads(false)).hasSizeLessThan(300);
    }

    private static Map<String, EmitterConfig> emitters(List<String> ids, String url, Map<String, String> options) {
        EmitterConfig config = EmitterConfig.builder().url(url).build().with(options);
        return ids.stream().collect(toMap(id -> id, id -> config));
    }

    /** Names of this context's threads: all, or those that are inside a call of the library now. */
    private Set<String> threads(boolean busy) {
        String ours = "(" + sandbox.context().getName() + ")";
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().contains(ours))
                .filter(thread -> !busy || Sandbox.isInOurCode(thread.getValue()))
                .map(thread -> thread.getKey().getName())
                .collect(Collectors.toSet());
    }
}
