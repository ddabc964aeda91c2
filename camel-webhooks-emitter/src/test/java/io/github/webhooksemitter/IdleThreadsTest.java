package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static io.github.webhooksemitter.testing.Sandbox.referring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Sandbox;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The idle threads of a pool can spin instead of waiting: JDK-8301341. */
class IdleThreadsTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int EMITTERS = 16;
    private static final int EVENTS = 400;

    private final Sandbox sandbox = Sandbox.start();
    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        sandbox.close();
        receiver.close();
    }

    @Test
    void no_thread_uses_the_cpu_once_everything_is_delivered() {
        List<String> emitters = ids("e", EMITTERS);
        emitters.forEach(id -> sandbox.emitted(declaring(id, receiver.url()), "first"));
        IntStream.range(0, EVENTS)
                .forEach(event -> emitters.forEach(id -> sandbox.emitted(referring(id), "event-" + event)));
        await().atMost(Duration.ofSeconds(60)).until(() -> delivered() == EMITTERS * (EVENTS + 1));

        AtomicLong before = new AtomicLong(cpuNanos());
        await().atMost(Duration.ofSeconds(20)).pollInterval(LOOK).untilAsserted(() -> {
            long now = cpuNanos();
            assertThat(now - before.getAndSet(now)).isLessThan(LOOK.toNanos() / 10);
        });
    }

    private long delivered() {
        return sandbox.component().emitters().stream()
                .mapToLong(EmitterStatus::delivered)
                .sum();
    }

    /** Of the component's threads in this context; other tests run beside. */
    private long cpuNanos() {
        String ours = "(" + sandbox.context().getName() + ")";
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains(ours))
                .mapToLong(ThreadInfo::getThreadId)
                .map(THREADS::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }
}
