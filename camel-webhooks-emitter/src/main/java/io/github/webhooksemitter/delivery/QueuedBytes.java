package io.github.webhooksemitter.delivery;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes all accepted deliveries of this JVM hold, against the option {@code maxQueuedBytes}. Thread safe.
 *
 * <p>Above the limit only emitters that hold more than their share (limit ÷ emitters with deliveries) count as full, so
 * that one dead receiver does not stop the others; above twice the limit everyone does, so that very many emitters
 * cannot fill the heap together.
 *
 * <p>Who waits is given what is released, the oldest wish first that fits, and only then told: were everyone told of every
 * release, a few dozen callers would do nothing but wake up. It is given some at a time, and {@link Soon} at the latest, so
 * that who is told finds room for more than the one delivery.
 */
final class QueuedBytes {
    /** The one of this JVM: every component shares the heap. */
    static final QueuedBytes OF_THIS_JVM = new QueuedBytes();

    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    /** Of the limit: released before wishes are granted, so that queues never run empty meanwhile. */
    private static final int SHARE_UNGRANTED = 16;

    /** In the order in which they came; under the lock, except whether there are any. */
    private final Set<Wish> wishes = new LinkedHashSet<>();

    private volatile boolean wished;
    private long ungranted;
    private boolean due;

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
            if (wished) {
                released(bytes).forEach(Wish::tell);
            }
        }

        /**
         * Wishes for bytes that could not be reserved.
         *
         * @param granted told once, when they are reserved; not under any lock
         */
        Wish wish(long bytes, long limit, Runnable granted) {
            Wish wish = new Wish(this, bytes, limit, granted);
            lock.lock();
            try {
                wishes.add(wish);
                wished = true;
            } finally {
                lock.unlock();
            }
            return wish;
        }
    }

    private List<Wish> released(long bytes) {
        lock.lock();
        try {
            ungranted += bytes;
            Iterator<Wish> oldest = wishes.iterator();
            boolean enough = oldest.hasNext() && ungranted >= oldest.next().limit / SHARE_UNGRANTED;
            if (!enough && !due) {
                due = true;
                Soon.run(this::grantWhatIsDue);
            }
            return enough ? grant() : List.of();
        } finally {
            lock.unlock();
        }
    }

    private void grantWhatIsDue() {
        List<Wish> granted;
        lock.lock();
        try {
            due = false;
            granted = grant();
        } finally {
            lock.unlock();
        }
        granted.forEach(Wish::tell);
    }

    private List<Wish> grant() {
        ungranted = 0;
        List<Wish> granted = new ArrayList<>();
        for (Wish wish : wishes) {
            if (wish.reserve()) {
                granted.add(wish);
            }
        }
        forget(granted);
        return granted;
    }

    private void forget(List<Wish> over) {
        over.forEach(wishes::remove);
        wished = !wishes.isEmpty();
    }

    /** Somebody waits for bytes. Thread safe. */
    final class Wish {
        private final Share share;
        private final long bytes;
        private final long limit;
        private final Runnable granted;
        private boolean reserved;

        private Wish(Share share, long bytes, long limit, Runnable granted) {
            this.share = share;
            this.bytes = bytes;
            this.limit = limit;
            this.granted = granted;
        }

        private boolean reserve() {
            reserved = share.reserve(bytes, limit);
            return reserved;
        }

        private void tell() {
            granted.run();
        }

        /** Whether the bytes are reserved, now or before; they belong to the caller then. */
        boolean isGranted() {
            lock.lock();
            try {
                if (!reserved && reserve()) {
                    forget(List.of(this));
                }
                return reserved;
            } finally {
                lock.unlock();
            }
        }

        /** Wishes no more; gives back what was reserved and not asked for. */
        void drop() {
            boolean giveBack;
            lock.lock();
            try {
                giveBack = reserved;
                forget(List.of(this));
            } finally {
                lock.unlock();
            }
            if (giveBack) {
                share.release(bytes);
            }
        }
    }
}
