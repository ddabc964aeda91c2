package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.queue.Lease;
import java.util.concurrent.CountDownLatch;

/**
 * What a persistent queue is told of a delivery that it gave out: that it has ended, or that it is to keep it. A thread of
 * the broker waits for it, interrupted by nobody. Thread safe; the first word counts.
 */
final class Receipt {
    private final CountDownLatch given = new CountDownLatch(1);
    private final Lease lease;
    private boolean ended;

    Receipt(Lease lease) {
        this.lease = lease;
    }

    Lease lease() {
        return lease;
    }

    synchronized void give(boolean hasEnded) {
        if (given.getCount() > 0) {
            ended = hasEnded;
            given.countDown();
        }
    }

    /** Waits; true: it has ended, false: keep it. Also false when the waiting thread is interrupted. */
    boolean await() {
        try {
            given.await();
            synchronized (this) {
                return ended;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
