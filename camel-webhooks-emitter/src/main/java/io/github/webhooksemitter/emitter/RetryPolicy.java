package io.github.webhooksemitter.emitter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a delivery is attempted again: attempts in all, and the wait before each. Immutable, thread safe.
 *
 * @param maxAttempts attempts in all, the first included
 * @param delay wait before the second attempt
 * @param multiplier what each wait is multiplied with for the next
 * @param maxDelay longest wait, before jitter
 * @param jitter share by which a wait is made shorter or longer at random, from 0 to 1
 * @param schedule explicit waits; if not empty it replaces all of the above
 * @param maxRetryAfter longest wait that a receiver can ask for
 */
public record RetryPolicy(
        int maxAttempts,
        Duration delay,
        double multiplier,
        Duration maxDelay,
        double jitter,
        List<Duration> schedule,
        Duration maxRetryAfter) {

    static RetryPolicy of(EmitterConfig config) {
        List<Duration> schedule = config.given(EmitterOption.RETRY_SCHEDULE)
                .map(RetrySchedule::parse)
                .orElse(List.of());
        int attempts = schedule.isEmpty() ? value(config, EmitterOption.MAX_ATTEMPTS) : schedule.size() + 1;
        return new RetryPolicy(
                attempts,
                value(config, EmitterOption.BACKOFF_DELAY),
                value(config, EmitterOption.BACKOFF_MULTIPLIER),
                value(config, EmitterOption.BACKOFF_MAX_DELAY),
                value(config, EmitterOption.BACKOFF_JITTER),
                schedule,
                value(config, EmitterOption.MAX_RETRY_AFTER));
    }

    private static <T> T value(EmitterConfig config, EmitterOption<T> option) {
        return Optional.ofNullable(config.value(option)).orElseThrow();
    }

    /** Tells whether there is an attempt after this many. */
    public boolean allowsAfter(int attempts) {
        return attempts < maxAttempts;
    }

    /**
     * The wait after this many attempts (1 or more): the backoff, or what the receiver asks for where that is longer, up to
     * {@code maxRetryAfter}.
     */
    public Duration waitAfter(int attempts, Duration asked, RandomGenerator random) {
        Duration backoff = waitAfter(attempts, random);
        Duration granted = granted(asked);
        return granted.compareTo(backoff) > 0 ? granted : backoff;
    }

    /** What a receiver gets of the wait that it asks for. */
    public Duration granted(Duration asked) {
        return asked.compareTo(maxRetryAfter) > 0 ? maxRetryAfter : asked;
    }

    /** The wait after this many attempts (1 or more), jitter included. */
    public Duration waitAfter(int attempts, RandomGenerator random) {
        if (!schedule.isEmpty()) {
            return schedule.get(Math.min(attempts, schedule.size()) - 1);
        }
        double share = jitter == 0 ? 1 : 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(millisAfter(attempts) * share));
    }

    /** About how long a delivery is tried in all when every attempt fails at once: the sum of the waits, without jitter. */
    public Duration span() {
        if (!schedule.isEmpty()) {
            return schedule.stream().reduce(Duration.ZERO, Duration::plus);
        }
        double millis = 0;
        int attempts = 1;
        // Once the cap is reached every further wait is the same: no need to walk a million of them.
        while (attempts < maxAttempts && (multiplier > 1 && millisAfter(attempts) < maxDelay.toMillis())) {
            millis += millisAfter(attempts++);
        }
        return Duration.ofMillis(Math.round(millis + (maxAttempts - attempts) * millisAfter(attempts)));
    }

    private double millisAfter(int attempts) {
        return Math.min((double) delay.toMillis() * Math.pow(multiplier, attempts - 1.0), (double) maxDelay.toMillis());
    }
}
