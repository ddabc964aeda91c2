package io.github.webhooksemitter.delivery;

import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A retry that waits for its time without a thread. It runs once, on a worker: when its time comes, or earlier. */
final class ParkedRetry implements Runnable {
    private final Runnable retry;
    private final Executor workers;
    private final Instant due;
    private final AtomicBoolean fired = new AtomicBoolean();
    private volatile @Nullable Future<?> timer;

    ParkedRetry(Runnable retry, Executor workers, Instant due) {
        this.retry = retry;
        this.workers = workers;
        this.due = due;
    }

    void waitsFor(Future<?> scheduled) {
        timer = scheduled;
        if (fired.get()) {
            scheduled.cancel(false);
        }
    }

    Instant due() {
        return due;
    }

    /** Fires now. The timer calls this when the time has come; detach, stop and update call it earlier. */
    @Override
    public void run() {
        if (fired.compareAndSet(false, true)) {
            Future<?> scheduled = timer;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            workers.execute(retry);
        }
    }
}
