package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.DeliveryHeaders;
import org.apache.camel.spi.Metadata;

/** Message headers that the component reads and sets. */
public final class WebhooksEmitterConstants {
    /** Name of the event; wins over the option {@code event}. */
    @Metadata(
            label = "producer",
            description = "Name of the event that is emitted; wins over the option event. Also set on a dead letter.",
            javaType = "String")
    public static final String EVENT = DeliveryHeaders.EVENT;

    /** Delivery id to use; only ever read. */
    @Metadata(
            label = "producer",
            description = "Delivery id to use: 1 to 256 visible ASCII characters. It is only read, never set on the"
                    + " caller's exchange; without it a UUID is made. Also set on a dead letter, so that sending that"
                    + " back to its emitter is a replay with the same id.",
            javaType = "String")
    public static final String DELIVERY_ID = DeliveryHeaders.DELIVERY_ID;

    /** Delivery id that was used. */
    @Metadata(
            label = "producer",
            description = "Set after an emit: the delivery id that was used.",
            javaType = "String")
    public static final String ACCEPTED_ID = DeliveryHeaders.ACCEPTED_ID;

    /** Id of the emitter. */
    @Metadata(description = "Set on a dead letter and on an outcome: id of the emitter.", javaType = "String")
    public static final String ID = DeliveryHeaders.ID;

    /** Attempts made. */
    @Metadata(
            description = "Set on a dead letter, on an outcome and after a waited-for delivery: attempts made.",
            javaType = "Integer")
    public static final String ATTEMPTS = DeliveryHeaders.ATTEMPTS;

    /** Why a delivery was given up. */
    @Metadata(
            description = "Set on a dead letter and a dead outcome: why the delivery was given up (exhausted,"
                    + " final-status, gone, blocked-address, expired, queue-full, too-large, detached, cancelled, shutdown). On a retry"
                    + " outcome: why the attempt failed (status, connect, tls, dns, deadline, io, response).",
            javaType = "String")
    public static final String REASON = DeliveryHeaders.REASON;

    /** The last HTTP status. */
    @Metadata(
            description = "Set on a dead letter, on an outcome and after a waited-for delivery: the last HTTP status,"
                    + " if an attempt got one.",
            javaType = "Integer")
    public static final String STATUS_CODE = DeliveryHeaders.STATUS_CODE;

    /** How old the delivery may become. */
    @Metadata(
            label = "producer",
            description = "How old the delivery may become before it is given up (expired): a duration such as 30s, or"
                    + " milliseconds. It can only shorten the option expireAfter.",
            javaType = "java.time.Duration")
    public static final String EXPIRE_AFTER = DeliveryHeaders.EXPIRE_AFTER;

    /** What happened to a delivery. */
    @Metadata(
            label = "consumer",
            description =
                    "What happened: delivered, retry (an attempt failed, another one follows) or dead (given up).",
            javaType = "String")
    public static final String OUTCOME = DeliveryHeaders.OUTCOME;

    /** Name of the event that was delivered or not. */
    @Metadata(label = "consumer", description = "Name of the event. No emit reads it.", javaType = "String")
    public static final String OUTCOME_EVENT = DeliveryHeaders.OUTCOME_EVENT;

    /** Id of the delivery. */
    @Metadata(label = "consumer", description = "Id of the delivery. No emit reads it.", javaType = "String")
    public static final String OUTCOME_DELIVERY_ID = DeliveryHeaders.OUTCOME_DELIVERY_ID;

    /** Duration of the last attempt. */
    @Metadata(
            label = "consumer",
            description = "How long the last attempt took, in milliseconds; absent if none was made.",
            javaType = "Long")
    public static final String DURATION = DeliveryHeaders.DURATION;

    /** Why the emitter is paused. */
    @Metadata(
            label = "consumer",
            description =
                    "Why the emitter is paused now (operation, gone, failures, dead-letter-failed); absent if it is not.",
            javaType = "String")
    public static final String PAUSED_FOR = DeliveryHeaders.PAUSED_FOR;

    private WebhooksEmitterConstants() {}
}
