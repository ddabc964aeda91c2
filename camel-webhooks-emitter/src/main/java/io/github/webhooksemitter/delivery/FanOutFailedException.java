package io.github.webhooksemitter.delivery;

import java.io.Serial;
import java.util.List;

/**
 * Fails the exchange of a fan-out that some emitters did not get; every other one has it. The message names each and
 * says why. A repeat with the same delivery id lets receivers see what they already have.
 */
public final class FanOutFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    FanOutFailedException(AcceptedEvent event, List<String> missed) {
        super("The event " + event.name() + " (delivery id " + event.deliveryId() + ") did not reach every emitter: "
                + String.join(" ", missed));
    }
}
