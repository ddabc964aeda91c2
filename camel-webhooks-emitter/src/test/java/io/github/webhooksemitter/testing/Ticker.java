package io.github.webhooksemitter.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.awaitility.Awaitility;

/**
 * Time as a test wants it: a clock on the wall, and the timer of a context's retries. Both stand still until they are told
 * to go on; {@link #jump} moves the clock alone, as an operator or NTP does. Thread safe.
 */
public final class Ticker extends Clock {
    private static final String TIMER = "webhooks-emitter-timer";

    private final Timer timer = new Timer();
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private volatile long elapsed;

    /** Gives the context this timer; before its component starts. */
    public void install(CamelContext context) {
        context.getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
                return TIMER.equals(profile.getId()) ? timer : super.newScheduledThreadPool(profile, threads);
            }
        });
    }

    /**
     * Waits until so many things at least are to happen later. A test that sees what comes before them, such as a backoff, may
     * see it before their time begins to count: time that passes then would not count for them.
     */
    public Ticker awaitTimers(int number) {
        Awaitility.await().until(() -> timer.waiting() >= number);
        return this;
    }

    /** Lets time pass, and whatever becomes due run. */
    public synchronized void pass(Duration time) {
        now = now.plus(time);
        elapsed += time.toNanos();
        for (Optional<Task<?>> due = timer.due(); due.isPresent(); due = timer.due()) {
            timer.tasks.remove(due.get());
            due.get().run();
        }
    }

    /** Sets the clock on the wall, forth or back; no time passes. */
    public synchronized void jump(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    private final class Timer extends ScheduledThreadPoolExecutor {
        private final Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();

        Timer() {
            super(0);
        }

        long waiting() {
            return tasks.stream().filter(task -> !task.isDone()).count();
        }

        Optional<Task<?>> due() {
            return tasks.stream().filter(task -> task.due <= elapsed).min(Comparator.comparingLong(task -> task.due));
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            Task<?> task = new Task<>(
                    () -> {
                        command.run();
                        return null;
                    },
                    elapsed + unit.toNanos(delay));
            tasks.add(task);
            return task;
        }
    }

    private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        private final long due;

        Task(Callable<V> work, long due) {
            super(work);
            this.due = due;
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - elapsed, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
