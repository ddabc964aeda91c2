package io.github.webhooksemitter.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an emitter makes attempts: not while it is paused, but for one probe at a time, and not while its receiver asked
 * for time. Keeps what wanted to make one meanwhile, in order. Its lane's lock guards every call.
 */
final class Gate {
    private final Deque<Runnable> kept = new ArrayDeque<>(0);
    private final Set<Object> holds = new HashSet<>(0);
    private @Nullable PauseReason paused;
    /** Another one for each pause. */
    private Object pause = new Object();

    private boolean probe;

    /** Whether the next attempt would pass. */
    boolean isOpen() {
        return holds.isEmpty() && (paused == null || probe);
    }

    /** Lets an attempt pass, which uses up a probe; or keeps it until it may ask again. */
    boolean pass(boolean allowed, Runnable again) {
        boolean open = allowed && isOpen();
        if (open) {
            probe = false;
        } else {
            kept.add(again);
        }
        return open;
    }

    /**
     * Pauses. What is paused stays so for the reason that it has, unless that one could end by itself.
     *
     * @return a mark of this pause; empty: nothing has changed
     */
    Optional<Object> pause(PauseReason reason) {
        if (paused != null && (!paused.isTemporary() || paused == reason)) {
            return Optional.empty();
        }
        paused = reason;
        probe = false;
        pause = new Object();
        return Optional.of(pause);
    }

    void resume() {
        paused = null;
        probe = false;
    }

    /** Resumes, if that pause still lasts. */
    boolean resume(Object mark) {
        boolean lasts = paused != null && pause == mark;
        if (lasts) {
            resume();
        }
        return lasts;
    }

    /**
     * Lets one attempt pass.
     *
     * @return false if that pause has ended
     */
    boolean probe(Object mark) {
        boolean lasts = paused != null && pause == mark;
        probe |= lasts;
        return lasts;
    }

    /** No attempt from now until {@link #release}. */
    void hold(Object mark) {
        holds.add(mark);
    }

    void release(Object mark) {
        holds.remove(mark);
    }

    /** What the receiver asked for holds no longer: the emitter was changed. */
    void releaseAll() {
        holds.clear();
    }

    Optional<PauseReason> paused() {
        return Optional.ofNullable(paused);
    }

    /** Whether it is paused, and no probe would make the attempt that somebody waits for. */
    boolean refusesWaiting() {
        return paused != null && !probe;
    }

    /** Takes out what was kept, in order, to ask again. */
    List<Runnable> takeKept() {
        List<Runnable> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }
}
