package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of a ping. Immutable.
 *
 * @param statusCode the receiver's HTTP status; 0: there was none
 * @param reason why it did not arrive: {@code status}, {@code connect}, {@code tls}, {@code dns}, {@code deadline},
 *     {@code io}, {@code response} or {@code blocked-address}; empty: it arrived
 * @param duration how long it took
 */
public record PingResult(int statusCode, Optional<String> reason, Duration duration) {
    static PingResult of(Attempt attempt) {
        boolean arrived = attempt.statusCode() >= 200 && attempt.statusCode() <= 299;
        return new PingResult(
                attempt.statusCode(),
                arrived ? Optional.empty() : Optional.of(OutcomeEvent.failure(attempt)),
                attempt.duration());
    }

    /** The same as a map of JSON values: {@code status}, {@code reason} and {@code duration} in milliseconds. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("status", statusCode == 0 ? null : statusCode);
        map.put("reason", reason.orElse(null));
        map.put("duration", duration.toMillis());
        return map;
    }
}
