package io.github.webhooksemitter.transport;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine runs its threads: it asks to be woken every 5 ms, and keeps the longest delay.
 *
 * <p>A bound such as the deadline + 250 ms is a promise of the product on a machine that has time for it. Tests run beside
 * others on two cores, so they allow what the machine was measured to hold threads up at the same time, and no more: on an idle
 * machine that is next to nothing.
 */
final class Hiccups implements AutoCloseable {
    private static final long EVERY = 5_000_000;

    private final Thread thread = new Thread(this::run, "hiccups");
    private volatile long longest;
    private volatile boolean closed;

    private Hiccups() {
        thread.setDaemon(true);
        thread.start();
    }

    static Hiccups watch() {
        return new Hiccups();
    }

    private void run() {
        while (!closed) {
            long before = System.nanoTime();
            LockSupport.parkNanos(EVERY);
            longest = Math.max(longest, System.nanoTime() - before - EVERY);
        }
    }

    /** Twice the longest delay: the thread that ends an attempt is woken, and then the attempt's own. */
    Duration allowance() {
        return Duration.ofNanos(2 * longest);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
