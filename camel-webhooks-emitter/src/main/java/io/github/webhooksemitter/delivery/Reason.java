package io.github.webhooksemitter.delivery;

/** Why a delivery was given up. */
public enum Reason {
    /** Every attempt failed. */
    EXHAUSTED("exhausted"),
    /** The receiver answered with one of {@code finalStatuses}. */
    FINAL_STATUS("final-status"),
    /** The receiver answered 410 Gone. */
    GONE("gone"),
    /** The receiver is where the emitter may not send. */
    BLOCKED_ADDRESS("blocked-address"),
    /** It had become older than {@code expireAfter}. */
    EXPIRED("expired"),
    /** The queue was full. */
    QUEUE_FULL("queue-full"),
    /** The payload was larger than the emitter takes. */
    TOO_LARGE("too-large"),
    /** The emitter was detached. */
    DETACHED("detached"),
    /** The delivery was taken back. */
    CANCELLED("cancelled"),
    /** The Camel context stopped. */
    SHUTDOWN("shutdown");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** The name as headers and logs show it. */
    @Override
    public String toString() {
        return text;
    }
}
