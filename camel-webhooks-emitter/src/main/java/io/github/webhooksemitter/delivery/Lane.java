package io.github.webhooksemitter.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order of work of one emitter: its backlog, and at most {@code concurrency} deliveries out of it at a time. The next
 * one is taken only when one has ended, retries included; so order and bound hold.
 *
 * <p>Nobody polls. Who puts a delivery in, or takes one out, starts as many drains as there are free slots; a drain
 * takes deliveries until the backlog is empty. Thread safe: one lock for all of it, never held while anything else runs.
 */
final class Lane {
    private final Lock lock = new Mutex();
    private final ActiveEmitter emitter;
    private final Backlog backlog = new Backlog();
    private final Engine engine;
    private final QueuedBytes.Share bytes;
    private final Entrance entrance;
    private final Gate gate = new Gate();
    private final Slots slots = new Slots();
    private volatile boolean closed;
    private volatile @Nullable Ending ending;

    Lane(ActiveEmitter emitter, Engine engine) {
        this.emitter = emitter;
        this.engine = engine;
        this.bytes = engine.queuedBytes().new Share();
        this.entrance = new Entrance(lock, emitter, backlog, gate, bytes);
    }

    /**
     * Puts a delivery into the queue, waiting for a place if it has to.
     *
     * @param patience nanoseconds to wait at most; a paused emitter is never waited for
     * @return whether it is queued; false: full, or it takes nothing any more
     * @throws InterruptedException if the caller is interrupted while it waits: then nothing is queued
     */
    boolean offer(AcceptedDelivery delivery, long patience) throws InterruptedException {
        boolean isIn = entrance.offer(delivery, patience, engine.maxQueuedBytes(), this::add);
        startDrains();
        return isIn;
    }

    /**
     * Takes a delivery that its queue has given out, on a thread that is to wait until it has ended.
     *
     * @return what that thread has to do before it waits: the attempt, where deliveries come one at a time; with several,
     *     which are mixed, a thread could be kept by the delivery of another. Empty: nothing is taken any more
     */
    Optional<Runnable> admit(AcceptedDelivery delivery) {
        Optional<Runnable> work = ask(() -> {
            if (closed || ending == Ending.LEFT) {
                return Optional.empty();
            }
            bytes.take(delivery.bytes());
            add(delivery);
            boolean here = concurrency() == 1 && slots.takeOnlyThreadless();
            return Optional.of(here ? () -> engine.workers().workHere(new Drain()) : () -> {});
        });
        startDrains();
        return work;
    }

    private void add(AcceptedDelivery delivery) {
        engine.pending().one();
        backlog.add(delivery);
        claimSlots();
    }

    /** Whoever calls this calls {@link #startDrains} once he has let the lock go. */
    private void claimSlots() {
        if (mayTake()) {
            slots.claim(concurrency(), backlog.waiting());
        }
    }

    private void startDrains() {
        for (int drains = slots.takeThreadless(); drains > 0; drains--) {
            engine.workers().execute(new Drain());
        }
    }

    private int concurrency() {
        return Math.min(emitter.settings().concurrency(), engine.workers().mostForOne());
    }

    /** Ending deliveries are taken out of a paused queue, too: to be given up. */
    private boolean mayTake() {
        return ending != null || gate.isOpen() && !engine.isContextSuspended();
    }

    /** Takes one delivery after the other, until none is left. */
    private final class Drain implements Workers.Work {
        private boolean begun;

        @Override
        public boolean step() {
            Delivery delivery = take(!begun);
            begun = true;
            return delivery != null && engine.pipeline().run(delivery, this);
        }
    }

    private @Nullable Delivery take(boolean isFirst) {
        lock.lock();
        try {
            if (isFirst) {
                slots.begun();
            }
            boolean may = mayTake() && !slots.areMoreThan(concurrency());
            Delivery delivery = may ? backlog.take().orElse(null) : null;
            if (delivery == null) {
                slots.free();
            } else {
                entrance.placeIsFree();
            }
            return delivery;
        } finally {
            lock.unlock();
            closeIfEnded();
        }
    }

    /** The delivery has ended: its bytes are free again. */
    void ended(Delivery delivery) {
        locked(() -> backlog.ended(delivery));
        bytes.release(delivery.accepted().bytes());
        engine.pending().less();
    }

    /** Whether a detached emitter has come to its end, now or before. */
    boolean closeIfEnded() {
        boolean ends = emitter.isDetaching() && emitter.queue().isEmptied() && ask(this::isIdle);
        if (ends) {
            emitter.close();
        }
        return ends || closed;
    }

    private boolean isIdle() {
        boolean idle = !closed && slots.areFree() && backlog.hasNone();
        closed |= idle;
        return idle;
    }

    /**
     * Asked before each attempt: true to make it, or to end the delivery, which takes no probe; false if it is kept, and runs
     * again when it may be made.
     */
    boolean mayAttempt(Delivery delivery, Runnable again) {
        return ask(() -> delivery.ending().isPresent()
                || delivery.isExpiredAt(engine.now())
                || gate.pass(!engine.isContextSuspended(), again));
    }

    /** Keeps what waits for its next attempt, or lets it go at once: there will be none, or an update came between. */
    void park(Delivery delivery, ParkedRetry retry) {
        boolean over = ask(() -> {
            delivery.park(retry);
            return delivery.ending().isPresent() || delivery.hasOldSetup();
        });
        if (over) {
            retry.run();
        }
    }

    /**
     * Stops attempts before the next one; the queue is kept.
     *
     * @return a mark of this pause, for {@link #probe}; empty: it was paused before, and stays so for the old reason
     */
    Optional<Object> pause(PauseReason reason) {
        return ask(() -> {
            entrance.lookAgain();
            return gate.pause(reason);
        });
    }

    void resume() {
        locked(gate::resume);
        goOn();
    }

    /** Goes on, if the pause of that mark still lasts. */
    boolean resume(Object mark) {
        boolean resumed = ask(() -> gate.resume(mark));
        goOn();
        return resumed;
    }

    /** Lets one attempt through the pause of that mark; false if that pause has ended. */
    boolean probe(Object mark) {
        boolean lasts = ask(() -> ending == null && gate.probe(mark));
        goOn();
        return lasts;
    }

    /** The receiver of this delivery asks for time: no attempt until it is over, unless there is another receiver by now. */
    void hold(Delivery delivery, Duration wait) {
        Object mark = new Object();
        locked(() -> {
            if (!delivery.hasOldSetup()) {
                gate.hold(mark);
            }
        });
        engine.retries().after(wait, () -> {
            locked(() -> gate.release(mark));
            goOn();
        });
    }

    /** What was kept at the gate goes on first, in order; then the queue. */
    void goOn() {
        List<Runnable> again = ask(() -> {
            claimSlots();
            return gate.takeKept();
        });
        startDrains();
        again.forEach(engine.workers()::execute);
    }

    /** New settings, maybe another receiver: what waits in backoff, or because of the old one, is attempted now. */
    void changed() {
        locked(gate::releaseAll);
        wake();
    }

    private void retryNow() {
        List<Delivery> waiting = ask(() -> {
            entrance.lookAgain();
            return backlog.taken();
        });
        waiting.forEach(Delivery::retryNow);
    }

    /** Makes no attempt from now on; everything ends in that way, and attempts in flight are cut. */
    void end(Ending how) {
        begin(how);
        taken().forEach(Delivery::cutAttempt);
        wake();
    }

    /** Leaves everything in its queue, and makes no further attempt; attempts in flight may end. */
    void leave() {
        begin(Ending.LEFT);
        wake();
    }

    /** The first word counts, except that what was to be given up can still be left. */
    private void begin(Ending how) {
        locked(() -> {
            if (ending == null || how == Ending.LEFT) {
                ending = how;
            }
            entrance.shut();
        });
    }

    private void wake() {
        retryNow();
        goOn();
        closeIfEnded();
    }

    /** Leaves in its queue some of what is here now, and makes no further attempt for it. */
    void letGo(Predicate<AcceptedDelivery> which) {
        // No drain comes for what waits while the emitter is paused.
        List<Delivery> waited = takeOut(which);
        List<Delivery> left = taken().stream()
                .filter(delivery -> which.test(delivery.accepted()))
                .toList();
        left.forEach(Delivery::leave);
        waited.forEach(engine::left);
        left.forEach(Delivery::retryNow);
        goOn();
        closeIfEnded();
    }

    /** Keeps what a delivery waits for until the emitter goes on; false: it goes on now, or the delivery is left. */
    boolean waitsAtGate(Delivery delivery, Runnable again) {
        return ask(() -> !delivery.isLeft() && !gate.pass(!engine.isContextSuspended(), again));
    }

    /** Takes out of the queue what is wanted of it, in order. It counts as taken until it has ended. */
    List<Delivery> takeOut(Predicate<AcceptedDelivery> wanted) {
        return ask(() -> {
            entrance.lookAgain();
            return backlog.take(wanted);
        });
    }

    /** A delivery has ended that no drain had taken. */
    void endedAside() {
        locked(this::claimSlots);
        startDrains();
        closeIfEnded();
    }

    /** What has not ended yet. */
    Backlog.Unended unended() {
        return ask(backlog::unended);
    }

    Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    Optional<PauseReason> pausedFor() {
        return ask(gate::paused);
    }

    /** Whether the next attempt would be made. */
    boolean isOpen() {
        return ask(gate::isOpen);
    }

    /** Whether a caller who wants to wait for a delivery is turned away. */
    boolean refusesWaiting() {
        return ask(gate::refusesWaiting);
    }

    int queued() {
        return ask(backlog::waiting);
    }

    /** What was taken out of the queue and has not ended. */
    List<Delivery> taken() {
        return ask(backlog::taken);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }
}
