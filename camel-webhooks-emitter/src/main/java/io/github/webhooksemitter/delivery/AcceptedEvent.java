package io.github.webhooksemitter.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An event as it was accepted: serialised once, the same for every emitter that gets it. The body is shared and never
 * changed.
 *
 * @param deliveryId id of the delivery; in a fan-out the same for all
 * @param name name of the event
 * @param body the exact bytes of the payload, without the envelope that an emitter may want
 * @param trace W3C trace headers of the caller, kept with the delivery
 * @param expireAfter how old the delivery may become at most; empty: as the emitter says
 * @param origins the emitters whose outcomes led to this event: it is never emitted to one of them again
 */
public record AcceptedEvent(
        String deliveryId,
        String name,
        byte[] body,
        Map<String, Object> trace,
        Optional<Duration> expireAfter,
        Set<String> origins) {
    /** Without the body. */
    @Override
    public String toString() {
        return "AcceptedEvent[" + deliveryId + ", " + name + "]";
    }
}
