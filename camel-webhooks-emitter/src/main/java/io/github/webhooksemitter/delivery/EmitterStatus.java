package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EventPattern;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an emitter is doing, at one moment. Holds no secret and no path of a url.
 *
 * @param emitterId id of the emitter
 * @param state {@code running}, {@code paused} or {@code detaching}
 * @param reason why it is paused; null: it is not
 * @param events patterns that attach it to fan-out
 * @param host host and port of the receiver
 * @param queued deliveries that wait in its queue
 * @param inFlight deliveries taken out of it that have not ended
 * @param delivered deliveries that reached the receiver since the emitter was attached
 * @param dead deliveries given up since then
 * @param lastStatusCode status of the last answered attempt; 0: none was
 * @param lastAttemptAt end of the last attempt; null: none was made
 * @param nextAttemptAt when the next retry is due; null: none waits
 */
public record EmitterStatus(
        String emitterId,
        String state,
        @Nullable String reason,
        List<String> events,
        String host,
        int queued,
        int inFlight,
        long delivered,
        long dead,
        int lastStatusCode,
        @Nullable Instant lastAttemptAt,
        @Nullable Instant nextAttemptAt) {

    static EmitterStatus of(
            ActiveEmitter emitter, long delivered, long dead, int lastStatus, @Nullable Instant lastAttemptAt) {
        Lane lane = emitter.lane();
        List<Delivery> taken = lane.taken();
        String paused = lane.pausedFor().map(PauseReason::toString).orElse(null);
        return new EmitterStatus(
                emitter.id(),
                emitter.isDetaching() ? "detaching" : paused != null ? "paused" : "running",
                paused,
                emitter.settings().events().stream().map(EventPattern::text).toList(),
                emitter.settings().target().toString(),
                lane.queued(),
                taken.size(),
                delivered,
                dead,
                lastStatus,
                lastAttemptAt,
                nextAttemptAt(taken).orElse(null));
    }

    private static Optional<Instant> nextAttemptAt(List<Delivery> taken) {
        return taken.stream()
                .filter(delivery -> !delivery.isInAttempt())
                .flatMap(delivery -> delivery.parked().stream())
                .map(ParkedRetry::due)
                .min(Instant::compareTo);
    }

    /** The same as a map of JSON values: times as ISO-8601 text, what is null left in. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("emitterId", emitterId);
        map.put("state", state);
        map.put("reason", reason);
        map.put("events", events);
        map.put("host", host);
        map.put("queued", queued);
        map.put("inFlight", inFlight);
        map.put("delivered", delivered);
        map.put("dead", dead);
        map.put("lastStatusCode", lastStatusCode == 0 ? null : lastStatusCode);
        map.put("lastAttemptAt", lastAttemptAt == null ? null : lastAttemptAt.toString());
        map.put("nextAttemptAt", nextAttemptAt == null ? null : nextAttemptAt.toString());
        return map;
    }
}
