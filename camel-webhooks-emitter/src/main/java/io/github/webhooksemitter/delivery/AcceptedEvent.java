package io.github.webhooksemitter.delivery;

import java.util.Map;

/**
 * An event as it was accepted: serialised once, the same for every emitter that gets it. The body is shared and never
 * changed.
 *
 * @param deliveryId id of the delivery; in a fan-out the same for all
 * @param name name of the event
 * @param body the exact bytes of the payload, without the envelope that an emitter may want
 * @param trace W3C trace headers of the caller, kept with the delivery
 */
public record AcceptedEvent(String deliveryId, String name, byte[] body, Map<String, Object> trace) {
    /** Without the body. */
    @Override
    public String toString() {
        return "AcceptedEvent[" + deliveryId + ", " + name + "]";
    }
}
