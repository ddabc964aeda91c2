package io.github.webhooksemitter.delivery;

/** Names of the message headers that this library reads and sets. */
public final class DeliveryHeaders {
    /** Read: name of the event; wins over the option {@code event}. Set on a dead letter. */
    public static final String EVENT = "CamelWebhooksEmitterEvent";
    /** Read, never set on the caller's exchange: the delivery id to use. Set on a dead letter. */
    public static final String DELIVERY_ID = "CamelWebhooksEmitterDeliveryId";
    /** Set after an emit: the delivery id that was used. */
    public static final String ACCEPTED_ID = "CamelWebhooksEmitterAcceptedId";
    /** Set on a dead letter: the emitter's id. */
    public static final String ID = "CamelWebhooksEmitterId";
    /** Set on a dead letter and after a waited-for delivery: attempts made. */
    public static final String ATTEMPTS = "CamelWebhooksEmitterAttempts";
    /** Set on a dead letter: why the delivery was given up. */
    public static final String REASON = "CamelWebhooksEmitterReason";
    /** Set on a dead letter and after a waited-for delivery: the last HTTP status, if there was one. */
    public static final String STATUS_CODE = "CamelWebhooksEmitterStatusCode";

    private DeliveryHeaders() {}
}
