package io.github.webhooksemitter.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that was accepted and has not ended. Metadata only. Immutable.
 *
 * @param deliveryId its id
 * @param event name of the event
 * @param acceptedAt when it was accepted
 * @param bytes size of its payload
 * @param attempts attempts made or under way
 * @param lastStatusCode the last HTTP status; 0: no attempt got one
 * @param inAttempt whether an attempt is under way
 * @param nextAttemptAt when its next attempt is due; empty: it waits for its turn, or for the emitter
 */
public record WaitingDelivery(
        String deliveryId,
        String event,
        Instant acceptedAt,
        int bytes,
        int attempts,
        int lastStatusCode,
        boolean inAttempt,
        Optional<Instant> nextAttemptAt) {

    static WaitingDelivery of(AcceptedDelivery delivery) {
        return of(delivery, delivery.attempts(), 0, false, Optional.empty());
    }

    static WaitingDelivery of(Delivery delivery) {
        return of(
                delivery.accepted(),
                delivery.attempts(),
                delivery.lastStatus(),
                delivery.isInAttempt(),
                delivery.parked().map(ParkedRetry::due));
    }

    private static WaitingDelivery of(
            AcceptedDelivery delivery,
            int attempts,
            int lastStatusCode,
            boolean inAttempt,
            Optional<Instant> nextAttemptAt) {
        return new WaitingDelivery(
                delivery.id(),
                delivery.event().name(),
                delivery.acceptedAt(),
                delivery.event().body().length,
                attempts,
                lastStatusCode,
                inAttempt,
                nextAttemptAt);
    }

    /** The same as a map of JSON values: times as ISO-8601 text, what is not known as null. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("deliveryId", deliveryId);
        map.put("event", event);
        map.put("acceptedAt", acceptedAt.toString());
        map.put("bytes", bytes);
        map.put("attempts", attempts);
        map.put("lastStatusCode", lastStatusCode == 0 ? null : lastStatusCode);
        map.put("inAttempt", inAttempt);
        map.put("nextAttemptAt", nextAttemptAt.map(Instant::toString).orElse(null));
        return map;
    }
}
