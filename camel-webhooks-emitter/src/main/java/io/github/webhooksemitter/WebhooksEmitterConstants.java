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
    @Metadata(label = "producer", description = "Set on a dead letter: id of the emitter.", javaType = "String")
    public static final String ID = DeliveryHeaders.ID;

    /** Attempts made. */
    @Metadata(
            label = "producer",
            description = "Set on a dead letter and after a waited-for delivery: attempts made.",
            javaType = "Integer")
    public static final String ATTEMPTS = DeliveryHeaders.ATTEMPTS;

    /** Why a delivery was given up. */
    @Metadata(
            label = "producer",
            description = "Set on a dead letter: why the delivery was given up (exhausted, queue-full, too-large,"
                    + " detached, cancelled, shutdown).",
            javaType = "String")
    public static final String REASON = DeliveryHeaders.REASON;

    /** The last HTTP status. */
    @Metadata(
            label = "producer",
            description = "Set on a dead letter and after a waited-for delivery: the last HTTP status, if an attempt"
                    + " got one.",
            javaType = "Integer")
    public static final String STATUS_CODE = DeliveryHeaders.STATUS_CODE;

    private WebhooksEmitterConstants() {}
}
