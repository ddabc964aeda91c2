package io.github.webhooksemitter.delivery;

import java.io.Serial;
import java.time.Duration;

/** Fails the exchange of a caller that waits for a delivery which was given up. Holds no payload, secret or url. */
public final class DeliveryFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String emitterId;
    private final String deliveryId;
    private final Reason reason;
    private final int attempts;
    private final int statusCode;

    private DeliveryFailedException(String message, String emitterId, String deliveryId, DeliveryResult.Dead dead) {
        super(message);
        this.emitterId = emitterId;
        this.deliveryId = deliveryId;
        this.reason = dead.reason();
        this.attempts = dead.attempts();
        this.statusCode = dead.statusCode();
    }

    static DeliveryFailedException givenUp(String emitterId, String deliveryId, DeliveryResult.Dead dead) {
        String status = dead.statusCode() == 0 ? "" : ", last status " + dead.statusCode();
        String message = "The delivery " + deliveryId + " of the emitter " + emitterId + " was given up: "
                + dead.reason() + " after " + dead.attempts() + " attempts" + status + ".";
        return new DeliveryFailedException(message, emitterId, deliveryId, dead);
    }

    static DeliveryFailedException timedOut(
            String emitterId, String deliveryId, Duration waitTimeout, DeliveryResult.Dead dead) {
        String message = "The delivery " + deliveryId + " of the emitter " + emitterId
                + " did not end within the waitTimeout of " + waitTimeout.toMillis() + " ms after " + dead.attempts()
                + " attempts: it is taken back, unless an attempt under way still succeeds.";
        return new DeliveryFailedException(message, emitterId, deliveryId, dead);
    }

    /** Id of the emitter. */
    public String emitterId() {
        return emitterId;
    }

    /** Id of the delivery. */
    public String deliveryId() {
        return deliveryId;
    }

    /** Outcome as headers name it: always {@code dead}. */
    public String outcome() {
        return "dead";
    }

    /** Why the delivery was given up. */
    public Reason reason() {
        return reason;
    }

    /** Attempts made. */
    public int attempts() {
        return attempts;
    }

    /** The last HTTP status; 0 if no attempt got one. */
    public int statusCode() {
        return statusCode;
    }
}
