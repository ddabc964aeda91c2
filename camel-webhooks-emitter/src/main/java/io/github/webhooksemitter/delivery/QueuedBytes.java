package io.github.webhooksemitter.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all accepted deliveries of this JVM hold, against the option {@code maxQueuedBytes}. Thread safe.
 *
 * <p>Above the limit only emitters that hold more than their share (limit ÷ emitters with deliveries) count as full, so
 * that one dead receiver does not stop the others; above twice the limit everyone does, so that very many emitters
 * cannot fill the heap together.
 */
final class QueuedBytes {
    /** The one of this JVM: every component shares the heap. */
    static final QueuedBytes OF_THIS_JVM = new QueuedBytes();

    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

    /** What one emitter holds of it. */
    final class Share {
        private final AtomicLong held = new AtomicLong();

        /** Reserves bytes, unless this emitter counts as full. */
        boolean reserve(long bytes, long limit) {
            long all = total.get();
            long own = held.get();
            boolean full = all + bytes > limit && own > limit / Math.max(1, holders.get());
            if (full || all > 0 && all + bytes > 2 * limit) {
                return false;
            }
            take(bytes);
            return true;
        }

        /** Counts bytes that a queue outside this process has given out: they are few, and already here. */
        void take(long bytes) {
            total.addAndGet(bytes);
            if (held.getAndAdd(bytes) == 0) {
                holders.incrementAndGet();
            }
        }

        void release(long bytes) {
            total.addAndGet(-bytes);
            if (held.addAndGet(-bytes) == 0) {
                holders.decrementAndGet();
            }
            if (!waiting.isEmpty()) {
                waiting.forEach(Runnable::run);
            }
        }
    }

    /** Calls back on every release, until {@link #forget}. */
    void tell(Runnable released) {
        waiting.add(released);
    }

    void forget(Runnable released) {
        waiting.remove(released);
    }
}
