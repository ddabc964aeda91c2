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

    /** Of the limit: what is released at most before wishes are granted. */
    private static final int SHARE_UNGRANTED = 16;

    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order in which they came; under the lock, except whether there are any. */
    private final Set<Wish> wishes = new LinkedHashSet<>();

    private volatile boolean wished;
    /** Released and not for who comes now: it is theirs who wish; 0 if nobody does. Under the lock to write. */
    private volatile long ungranted;

    private boolean due;

    /** What one emitter holds of it. */
    final class Share {
        private final AtomicLong held = new AtomicLong();
        /** How many wishes it has. Under the lock to write. */
        private volatile int wishing;

        /** Reserves bytes, unless this emitter counts as full, or somebody wished for them before. */
        boolean reserve(long bytes, long limit) {
            return wishing == 0 && reserve(bytes, limit, ungranted);
        }

        private boolean reserve(long bytes, long limit, long ofOthers) {
            long all = total.get() + ofOthers;
            boolean full = all + bytes > limit && held.get() > part(limit);
            if (full || all > 0 && all + bytes - limit > limit) {
                return false;
            }
            take(bytes);
            return true;
        }

        private long part(long limit) {
            return limit / Math.max(1, holders.get());
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
                released(this, bytes).forEach(Wish::tell);
            }
        }

        /** Whether its emitter could run out of work before it is told. */
        private boolean runsDry(long limit) {
            return wishing > 0 && held.get() <= part(limit) / 2;
        }

        /**
         * Wishes for bytes that could not be reserved.
         *
         * @param granted told once, when they are reserved; not under any lock
         */
        @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
        Wish wish(long bytes, long limit, Runnable granted) {
            Wish wish = new Wish(this, bytes, limit, granted);
            lock.lock();
            try {
                wishes.add(wish);
                wishing++;
                wished = true;
            } finally {
                lock.unlock();
            }
            return wish;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private List<Wish> released(Share by, long bytes) {
        boolean later;
        lock.lock();
        try {
            Iterator<Wish> oldest = wishes.iterator();
            if (!oldest.hasNext()) {
                return List.of();
            }
            ungranted += bytes;
            long limit = oldest.next().limit;
            if (ungranted >= limit / SHARE_UNGRANTED || by.runsDry(limit)) {
                return grant();
            }
            later = !due;
            due = true;
        } finally {
            lock.unlock();
        }
        if (later && !Soon.run(this::grantWhatIsDue)) {
            grantWhatIsDue();
        }
        return List.of();
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
            if (wish.reserve(0)) {
                granted.add(wish);
            }
        }
        forget(granted);
        return granted;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void forget(List<Wish> over) {
        for (Wish wish : over) {
            if (wishes.remove(wish)) {
                wish.share.wishing--;
            }
        }
        wished = !wishes.isEmpty();
        if (!wished) {
            ungranted = 0;
        }
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

        private boolean reserve(long ofOthers) {
            reserved = share.reserve(bytes, limit, ofOthers);
            return reserved;
        }

        private void tell() {
            granted.run();
        }

        /** Whether the bytes are reserved, now or before; they belong to the caller then. */
        boolean isGranted() {
            lock.lock();
            try {
                if (!reserved && (isOldest() ? reserve(0) : share.wishing == 1 && reserve(ungranted))) {
                    forget(List.of(this));
                }
                return reserved;
            } finally {
                lock.unlock();
            }
        }

        private boolean isOldest() {
            return wishes.iterator().next() == this;
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
