package io.github.webhooksemitter.emitter;

import java.time.Duration;
import java.util.Optional;

/**
 * When an emitter stops by itself, and tries again. Immutable, thread safe.
 *
 * @param pauseAfterFailures deliveries given up in a row that pause the emitter; empty: none do
 * @param probeAfter time between the pause, or a failed try, and one attempt; empty: it stays paused until it is resumed
 */
public record CircuitPolicy(Optional<Integer> pauseAfterFailures, Optional<Duration> probeAfter) {
    static CircuitPolicy of(EmitterConfig config) {
        return new CircuitPolicy(
                config.given(EmitterOption.PAUSE_AFTER_FAILURES), config.given(EmitterOption.PROBE_AFTER));
    }

    /** Tells whether that many deliveries given up in a row pause the emitter. */
    public boolean pausesAfter(int failures) {
        return pauseAfterFailures.filter(limit -> failures >= limit).isPresent();
    }
}
