package io.github.webhooksemitter.delivery;

import java.util.concurrent.atomic.AtomicInteger;
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

    Circuit(ActiveEmitter emitter, RetryScheduler scheduler) {
        this.emitter = emitter;
        this.scheduler = scheduler;
    }

    /** A delivery has ended. */
    void ended(DeliveryResult result) {
        if (result instanceof DeliveryResult.Dead dead) {
            if (speaksAgainstReceiver(dead) && emitter.settings().circuit().pausesAfter(failures.incrementAndGet())) {
                emitter.pauseItself(PauseReason.FAILURES).ifPresent(this::probeLater);
            }
        } else if (failures.get() > 0) {
            failures.set(0);
            if (emitter.lane().pausedFor().filter(PauseReason::isTemporary).isPresent()) {
                LOG.info("The emitter {} goes on: a delivery has arrived.", emitter.id());
                emitter.resume();
            }
        }
    }

    /** Counts anew: somebody has resumed the emitter. */
    void reset() {
        failures.set(0);
    }

    private void probeLater(Object pause) {
        emitter.settings()
                .circuit()
                .probeAfter()
                .ifPresent(wait -> scheduler.after(wait, () -> {
                    if (emitter.lane().probe(pause)) {
                        probeLater(pause);
                    }
                }));
    }

    private static boolean speaksAgainstReceiver(DeliveryResult.Dead dead) {
        return switch (dead.reason()) {
            case EXHAUSTED, FINAL_STATUS, GONE -> true;
            case EXPIRED -> dead.attempts() > 0;
            case QUEUE_FULL, TOO_LARGE, DETACHED, CANCELLED, SHUTDOWN -> false;
        };
    }
}
