package io.github.webhooksemitter.signature;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What an attempt is about to send: everything that a scheme may sign. The body is shared, never to be changed.
 *
 * @param headerIdentifier the {@code {Id}} of {@code X-{Id}-Event}
 * @param deliveryId id of the delivery, the same for each of its attempts
 * @param event name of the event
 * @param timestamp time of this attempt
 * @param method HTTP method
 * @param target url that the request goes to
 * @param contentHeaders headers that say what the body is: {@code Content-Type} first, then those of the envelope
 * @param body the exact bytes of the body
 */
public record UnsignedRequest(
        String headerIdentifier,
        String deliveryId,
        String event,
        Instant timestamp,
        String method,
        URI target,
        List<SignedHeader> contentHeaders,
        byte[] body) {

    /** Only what may be printed: neither target nor body. */
    @Override
    public String toString() {
        return "UnsignedRequest[" + deliveryId + ", " + event + "]";
    }
}
