package io.github.webhooksemitter.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What Camel's redelivery error handler takes for a scheduler: it only parks, and hands each retry to a worker.
 *
 * <p>Run on the timer's own thread, as Camel does by itself, one hanging receiver would hold up the retries of every
 * emitter (2,543 ms against 51 ms beside one neighbour). Camel calls {@link #schedule(Runnable, long, TimeUnit)} alone,
 * and on the thread that decided on the retry: so the decision names the delivery through {@link #expect}, and detach,
 * stop and update can find what is parked for it.
 */
final class RetryScheduler extends AbstractExecutorService implements ScheduledExecutorService {
    private final ScheduledExecutorService timer;
    private final Executor workers;
    private final Clock clock;

    @SuppressWarnings("ThreadLocalUsage") // set and taken within one call of Camel's error handler
    private final ThreadLocal<@Nullable Delivery> expected = new ThreadLocal<>();

    RetryScheduler(ScheduledExecutorService timer, Executor workers, Clock clock) {
        this.timer = timer;
        this.workers = workers;
        this.clock = clock;
    }

    /** Names the delivery that this thread is about to schedule a retry for. */
    void expect(Delivery delivery) {
        expected.set(delivery);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable retry, long delay, TimeUnit unit) {
        Delivery delivery = expected.get();
        expected.remove();
        ParkedRetry parked = new ParkedRetry(retry, workers, clock.instant().plusNanos(unit.toNanos(delay)));
        if (delivery != null) {
            // Before the timer knows of it: fired at once, it could be parked over the retry after it.
            delivery.emitter().lane().park(delivery, parked);
        }
        ScheduledFuture<?> scheduled = timer.schedule(parked, delay, unit);
        parked.waitsFor(scheduled);
        return scheduled;
    }

    /** Runs a task of an emitter later, on a worker. */
    Future<?> after(Duration wait, Runnable task) {
        expected.remove();
        return schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void execute(Runnable command) {
        workers.execute(command);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        timer.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return timer.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return timer.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return timer.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return timer.awaitTermination(timeout, unit);
    }
}
