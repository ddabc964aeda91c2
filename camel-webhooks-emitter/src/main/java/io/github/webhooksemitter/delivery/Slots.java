package io.github.webhooksemitter.delivery;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The drains of one lane: as many as it may have at a time, and none more than there is to take. Each has a slot from the
 * moment that it is wanted, before it has a thread: that is looked for without the lane's lock, since a thread would be woken to
 * wait for it. That lock guards every call but {@link #takeThreadless}.
 */
final class Slots {
    /** Drains that have a slot and no thread yet. */
    private final AtomicInteger threadless = new AtomicInteger();

    private int claimed;
    private int starting;

    /**
     * Claims slots for what waits.
     *
     * @param most how many there may be
     * @param waiting how many deliveries wait
     */
    void claim(int most, int waiting) {
        while (claimed < most && starting < waiting) {
            claimed++;
            starting++;
            threadless.incrementAndGet();
        }
    }

    /** How many drains have no thread yet: whoever asks gives each of them one. */
    int takeThreadless() {
        return threadless.getAndSet(0);
    }

    /** The same where there is one; false: there are several, or none. */
    boolean takeOnlyThreadless() {
        return threadless.compareAndSet(1, 0);
    }

    /** A drain is about to take its first delivery. */
    void begun() {
        starting--;
    }

    boolean areMoreThan(int most) {
        return claimed > most;
    }

    /** A drain takes nothing more. */
    void free() {
        claimed--;
    }

    boolean areFree() {
        return claimed == 0;
    }
}
