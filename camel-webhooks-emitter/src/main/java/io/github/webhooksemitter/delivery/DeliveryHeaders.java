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

    /** Read: how old the delivery may become before it is given up; can only shorten {@code expireAfter}. */
    public static final String EXPIRE_AFTER = "CamelWebhooksEmitterExpireAfter";
    /** Set on an outcome: {@code delivered}, {@code retry} or {@code dead}. */
    public static final String OUTCOME = "CamelWebhooksEmitterOutcome";
    /** Set on an outcome: name of the event. No emit reads it. */
    public static final String OUTCOME_EVENT = "CamelWebhooksEmitterOutcomeEvent";
    /** Set on an outcome: the delivery id. No emit reads it. */
    public static final String OUTCOME_DELIVERY_ID = "CamelWebhooksEmitterOutcomeDeliveryId";
    /** Set on an outcome: how long the last attempt took, in milliseconds. */
    public static final String DURATION = "CamelWebhooksEmitterDuration";
    /** Set on an outcome while the emitter is paused: why it is. */
    public static final String PAUSED_FOR = "CamelWebhooksEmitterPausedFor";

    private DeliveryHeaders() {}
}
