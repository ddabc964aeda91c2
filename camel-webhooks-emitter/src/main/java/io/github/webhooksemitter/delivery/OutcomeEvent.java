package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import io.github.webhooksemitter.transport.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One outcome of a delivery. Metadata only: neither payload nor secret nor url. Immutable.
 *
 * @param emitterId id of the emitter
 * @param event name of the event
 * @param deliveryId id of the delivery
 * @param outcome what happened
 * @param attempts attempts made until then
 * @param statusCode the last HTTP status; 0: no attempt got one
 * @param reason why the attempt failed, or why the delivery was given up; empty: it was delivered
 * @param duration how long the last attempt took; empty: none was made
 * @param at when it happened
 * @param pausedFor why the emitter is paused now; empty: it is not
 * @param origins the emitters whose outcomes led to this delivery, and its own
 */
public record OutcomeEvent(
        String emitterId,
        String event,
        String deliveryId,
        Outcome outcome,
        int attempts,
        int statusCode,
        Optional<String> reason,
        Optional<Duration> duration,
        Instant at,
        Optional<String> pausedFor,
        Set<String> origins) {

    /** Why an attempt failed that came to no request, such as by a scheme of the user's own that throws. */
    private static final String NO_REQUEST = "io";

    /** What to tell of a delivery that has ended. */
    static OutcomeEvent ended(Delivery delivery, DeliveryResult result, Instant at) {
        return result instanceof DeliveryResult.Dead dead
                ? of(delivery, Outcome.DEAD, Optional.of(dead.reason().toString()), at)
                : of(delivery, Outcome.DELIVERED, Optional.empty(), at);
    }

    /** What to tell of a failed attempt that another one follows. */
    static OutcomeEvent retrying(Delivery delivery, Instant at) {
        String reason = delivery.lastAttempt().map(OutcomeEvent::failure).orElse(NO_REQUEST);
        return of(delivery, Outcome.RETRY, Optional.of(reason), at);
    }

    /** Why an attempt failed, as headers name it. */
    static String failure(Attempt attempt) {
        return attempt.failure()
                .map(failure -> failure == Failure.BLOCKED
                        ? Reason.BLOCKED_ADDRESS.toString()
                        : failure.name().toLowerCase(Locale.ROOT))
                .orElse("status");
    }

    private static OutcomeEvent of(Delivery delivery, Outcome outcome, Optional<String> reason, Instant at) {
        Set<String> origins = new HashSet<>(delivery.event().origins());
        origins.add(delivery.emitter().id());
        return new OutcomeEvent(
                delivery.emitter().id(),
                delivery.event().name(),
                delivery.id(),
                outcome,
                delivery.attempts(),
                delivery.lastStatus(),
                reason,
                delivery.lastAttempt().map(Attempt::duration),
                at,
                delivery.emitter().lane().pausedFor().map(PauseReason::toString),
                Set.copyOf(origins));
    }
}
