package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An accepted delivery as it waits in a queue outside this process: everything that must survive a crash. Immutable; the
 * body is shared, never to be changed.
 *
 * @param deliveryId its id, which never changes
 * @param event name of the event
 * @param body the exact bytes of the payload, without its envelope
 * @param acceptedAt when it was accepted
 * @param envelope what the payload is wrapped in for the receiver, as the option writes it
 * @param expireAfter how old it may become at most; empty: as its emitter says
 * @param trace W3C trace headers of the caller
 * @param origins emitters whose outcomes led to it
 * @param attempts attempts made before, as far as the queue can tell
 */
public record QueuedDelivery(
        String deliveryId,
        String event,
        byte[] body,
        Instant acceptedAt,
        String envelope,
        Optional<Duration> expireAfter,
        Map<String, String> trace,
        Set<String> origins,
        int attempts) {
    /** Without the body. */
    @Override
    public String toString() {
        return "QueuedDelivery[" + deliveryId + ", " + event + "]";
    }
}
