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
        Optional<Integer> failures = Optional.ofNullable(config.value(EmitterOption.PAUSE_AFTER_FAILURES));
        Optional<Duration> probe = Optional.ofNullable(config.value(EmitterOption.PROBE_AFTER));
        if (probe.isPresent() && failures.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option probeAfter does nothing by itself: add pauseAfterFailures, or leave it out.");
        }
        return new CircuitPolicy(failures, probe);
    }

    /** Tells whether that many deliveries given up in a row pause the emitter. */
    public boolean pausesAfter(int failures) {
        return pauseAfterFailures.filter(limit -> failures >= limit).isPresent();
    }
}
