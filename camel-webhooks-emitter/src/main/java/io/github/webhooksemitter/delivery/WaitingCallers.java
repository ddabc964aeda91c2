package io.github.webhooksemitter.delivery;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * The callers who wait for a place in a full backlog. Its lane's lock guards every call.
 *
 * <p>They are not told of each place that comes free: a caller that is woken for one delivery, only to find the backlog full
 * again, costs as much CPU as half a delivery. They are told of some at a time, and {@link Soon} at the latest; until then
 * these places are theirs, and nobody takes them who comes later.
 */
final class WaitingCallers {
    private static final int MOST_UNTOLD = 64;

    /** Of the backlog: so it never runs empty before they are told. */
    private static final int SHARE_UNTOLD = 4;

    private final Lock lock;
    private final Predicate<Runnable> soon;
    private final Condition told;
    private int waiting;
    private int untold;
    private boolean due;

    WaitingCallers(Lock lock) {
        this(lock, Soon::run);
    }

    /** With another way to run something soon, false where it cannot: {@link Soon#run}. */
    WaitingCallers(Lock lock, Predicate<Runnable> soon) {
        this.lock = lock;
        this.soon = soon;
        this.told = lock.newCondition();
    }

    /** How many free places are not for who comes now. */
    int reserved() {
        return waiting == 0 ? 0 : untold;
    }

    /** Waits to be told to look for a place again; returns what is left of the time, in nanoseconds. */
    long awaitPlace(long nanos) throws InterruptedException {
        waiting++;
        try {
            return await(nanos);
        } finally {
            waiting--;
        }
    }

    /** Waits to be told anything; returns what is left of the time, in nanoseconds. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    long await(long nanos) throws InterruptedException {
        return told.awaitNanos(nanos);
    }

    /** One more place is free, of that many. */
    void placeIsFree(int places) {
        if (waiting == 0) {
            return;
        }
        untold++;
        if (untold >= Math.min(MOST_UNTOLD, places / SHARE_UNTOLD)) {
            tell();
        } else if (!due) {
            due = soon.test(this::tellWhatIsDue);
            if (!due) {
                // Not by that method, which takes the lock.
                tell();
            }
        }
    }

    private void tellWhatIsDue() {
        lock.lock();
        try {
            due = false;
            tell();
        } finally {
            lock.unlock();
        }
    }

    /** Tells all of them, now. */
    void tell() {
        untold = 0;
        told.signalAll();
    }
}
