package io.github.webhooksemitter.delivery;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses an emitter when too many of its deliveries in a row were given up, and lets one attempt through now and then; the
 * first delivery that arrives ends the pause. Thread safe.
 */
final class Circuit {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final ActiveEmitter emitter;
    private final RetryScheduler scheduler;
    private final AtomicInteger failures = new AtomicInteger();
    /** The mark of the pause that this circuit has begun. */
    private volatile @Nullable Object pause;

    private volatile @Nullable Object chain;

    Circuit(ActiveEmitter emitter, RetryScheduler scheduler) {
        this.emitter = emitter;
        this.scheduler = scheduler;
    }

    /** A delivery has ended. */
    void ended(DeliveryResult result) {
        if (result instanceof DeliveryResult.Dead dead) {
            if (speaksAgainstReceiver(dead) && emitter.settings().circuit().pausesAfter(failures.incrementAndGet())) {
                emitter.pauseItself(PauseReason.FAILURES).ifPresent(mark -> {
                    pause = mark;
                    probeLater(mark);
                });
            }
        } else {
            if (failures.get() > 0) {
                failures.set(0);
            }
            Object mark = pause;
            if (mark != null) {
                pause = null;
                goOn(mark);
            }
        }
    }

    private void goOn(Object mark) {
        if (emitter.lane().resume(mark)) {
            LOG.info("The emitter {} goes on: a delivery has arrived.", emitter.id());
        }
    }

    /** Counts anew: somebody has resumed the emitter. */
    void reset() {
        failures.set(0);
        pause = null;
    }

    /** The emitter was changed: another receiver counts anew, and other times hold from now on. */
    void changed() {
        failures.set(0);
        Object mark = pause;
        if (mark != null) {
            probeLater(mark);
        }
    }

    private void probeLater(Object mark) {
        Object link = new Object();
        chain = link;
        emitter.settings()
                .circuit()
                .probeAfter()
                .ifPresent(wait -> scheduler.after(wait, () -> {
                    // Not the link of a chain that another has replaced.
                    if (chain == link && emitter.lane().probe(mark)) {
                        probeLater(mark);
                    }
                }));
    }

    private static boolean speaksAgainstReceiver(DeliveryResult.Dead dead) {
        return switch (dead.reason()) {
            case EXHAUSTED, FINAL_STATUS, GONE, BLOCKED_ADDRESS -> true;
            case EXPIRED -> dead.attempts() > 0;
            case QUEUE_FULL, TOO_LARGE, DETACHED, CANCELLED, SHUTDOWN -> false;
        };
    }
}
