package io.github.webhooksemitter.receiver;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets through what a stranger could otherwise have written into the log without end: once a minute. Thread safe. */
final class Seldom {
    private static final long APART = Duration.ofMinutes(1).toNanos();

    private final AtomicLong last = new AtomicLong(System.nanoTime() - APART);

    boolean isDue() {
        long now = System.nanoTime();
        long before = last.get();
        return now - before >= APART && last.compareAndSet(before, now);
    }
}
