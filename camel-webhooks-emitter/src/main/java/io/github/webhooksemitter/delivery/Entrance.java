package io.github.webhooksemitter.delivery;

import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way into a lane's backlog: a place there and bytes of this JVM, waited for by who has the patience. Shares its lane's
 * lock: {@link #offer} takes it, whoever calls anything else holds it.
 */
final class Entrance {
    private final Lock lock;
    private final WaitingCallers callers;
    private final ActiveEmitter emitter;
    private final Backlog backlog;
    private final Gate gate;
    private final QueuedBytes.Share bytes;
    private boolean shut;

    Entrance(Lock lock, ActiveEmitter emitter, Backlog backlog, Gate gate, QueuedBytes.Share bytes) {
        this.lock = lock;
        this.callers = new WaitingCallers(lock);
        this.emitter = emitter;
        this.backlog = backlog;
        this.gate = gate;
        this.bytes = bytes;
    }

    /**
     * Lets a delivery in, after a wait if there has to be one.
     *
     * @param patience nanoseconds to wait at most; a paused emitter is never waited for
     * @param maxBytes of all accepted deliveries of this JVM
     * @param in gets the delivery, with a place and its bytes, under the lock
     * @return whether it is in; false: full, or nothing is taken any more
     * @throws InterruptedException if the caller is interrupted while it waits: then nothing is in
     */
    boolean offer(AcceptedDelivery delivery, long patience, long maxBytes, Consumer<AcceptedDelivery> in)
            throws InterruptedException {
        QueuedBytes.Wish wish = null;
        // Not interruptibly: who finds a place does not wait, and a fan-out must not end halfway.
        lock.lock();
        try {
            long left = patience;
            int reserved = callers.reserved();
            while (takes(delivery)) {
                boolean hasPlace =
                        backlog.waiting() + reserved < emitter.settings().queueSize();
                if (hasPlace && hasBytes(delivery, maxBytes, wish)) {
                    wish = null;
                    in.accept(delivery);
                    return true;
                } else if (left <= 0 || gate.paused().isPresent()) {
                    return false;
                } else if (hasPlace && wish == null) {
                    // Once more after this: bytes may have been released between the look and the wish.
                    wish = bytes.wish(delivery.bytes(), maxBytes, this::bytesAreGranted);
                } else {
                    left = hasPlace ? callers.await(left) : callers.awaitPlace(left);
                    reserved = 0;
                }
            }
            return false;
        } finally {
            lock.unlock();
            // Without the lock: what it gives back is granted to callers of other lanes.
            if (wish != null) {
                wish.drop();
            }
        }
    }

    private boolean takes(AcceptedDelivery delivery) {
        return !shut && !(delivery.isAwaited() && gate.refusesWaiting());
    }

    private boolean hasBytes(AcceptedDelivery delivery, long maxBytes, QueuedBytes.@Nullable Wish wish) {
        return wish == null ? bytes.reserve(delivery.bytes(), maxBytes) : wish.isGranted();
    }

    private void bytesAreGranted() {
        lock.lock();
        try {
            callers.tell();
        } finally {
            lock.unlock();
        }
    }

    /** One more place is free. */
    void placeIsFree() {
        callers.placeIsFree(emitter.settings().queueSize());
    }

    /** Something has changed that those who wait have to look at. */
    void lookAgain() {
        callers.tell();
    }

    /** Lets nothing in from now on. */
    void shut() {
        shut = true;
        callers.tell();
    }
}
