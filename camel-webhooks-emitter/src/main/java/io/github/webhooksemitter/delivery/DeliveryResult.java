package io.github.webhooksemitter.delivery;

/** What a delivery ended in. */
public sealed interface DeliveryResult {
    /** Attempts made. */
    int attempts();

    /** The last HTTP status; 0 if no attempt got one. */
    int statusCode();

    /**
     * The receiver answered with a 2xx.
     *
     * @param attempts attempts made
     * @param statusCode the status of the last one
     */
    record Delivered(int attempts, int statusCode) implements DeliveryResult {}

    /**
     * The delivery was given up.
     *
     * @param reason why
     * @param attempts attempts made
     * @param statusCode the last HTTP status; 0 if no attempt got one
     */
    record Dead(Reason reason, int attempts, int statusCode) implements DeliveryResult {}
}
