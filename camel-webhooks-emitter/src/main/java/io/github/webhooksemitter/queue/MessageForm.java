package io.github.webhooksemitter.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery is written into a message and read again: a bytes message with properties of text and one number. Nothing is
 * serialised with Java serialisation, and a message of any other kind is not even looked into.
 *
 * <p>Names are Java identifiers, as JMS wants them, and do not begin with {@code Camel}, which Camel filters out.
 */
final class MessageForm {
    private static final String FORM = "WebhooksEmitterForm";
    private static final String DELIVERY_ID = "WebhooksEmitterDeliveryId";
    private static final String EVENT = "WebhooksEmitterEvent";
    /** In nanoseconds since 1970: a date as text takes longer to read than all else of a message. */
    private static final String ACCEPTED_AT = "WebhooksEmitterAcceptedAt";

    private static final String ENVELOPE = "WebhooksEmitterEnvelope";
    private static final String EXPIRE_AFTER = "WebhooksEmitterExpireAfter";
    private static final String ORIGINS = "WebhooksEmitterOrigins";
    private static final String VERSION = "1";
    /** What ids and names are made of; some become headers of a request. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,256}");
    /** Nothing larger was ever accepted. */
    private static final int LARGEST = 1 << 30;

    private static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

    /** JMS 2, section 3.5.11: how often the message was given to a consumer, 1 the first time. */
    private static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** JMS 2, section 3.5.10: what has the same one goes to one consumer at a time, also with several nodes. */
    private static final String GROUP = "JMSXGroupID";

    private MessageForm() {}

    /** Writes a delivery into an exchange for a producer of the queue. */
    static void write(QueuedDelivery delivery, @Nullable String group, Exchange exchange) {
        Map<String, Object> headers = new HashMap<>(delivery.trace());
        headers.put(FORM, VERSION);
        headers.put(DELIVERY_ID, delivery.deliveryId());
        headers.put(EVENT, delivery.event());
        headers.put(ACCEPTED_AT, ChronoUnit.NANOS.between(Instant.EPOCH, delivery.acceptedAt()));
        headers.put(ENVELOPE, delivery.envelope());
        delivery.expireAfter().ifPresent(age -> headers.put(EXPIRE_AFTER, age.toString()));
        if (!delivery.origins().isEmpty()) {
            headers.put(ORIGINS, String.join(",", delivery.origins()));
        }
        if (group != null) {
            headers.put(GROUP, group);
        }
        exchange.getIn().setHeaders(headers);
        exchange.getIn().setBody(delivery.body());
    }

    /**
     * Reads a delivery out of a message; empty: it holds none.
     *
     * @throws JMSException if it cannot be read for now, such as when the connection is lost, or the rest of a large body
     *     does not come
     */
    static Optional<QueuedDelivery> read(@Nullable Object body) throws JMSException {
        if (!(body instanceof BytesMessage message)
                || !VERSION.equals(message.getStringProperty(FORM))
                || message.getBodyLength() > LARGEST) {
            return Optional.empty();
        }
        byte[] bytes = bytes(message);
        try {
            return Optional.of(delivery(message, bytes));
        } catch (RuntimeException | MessageFormatException e) {
            // Whatever somebody else has put in there: it must not be given out again and again.
            return Optional.empty();
        }
    }

    private static QueuedDelivery delivery(BytesMessage message, byte[] bytes) throws JMSException {
        return new QueuedDelivery(
                required(message, DELIVERY_ID, TOKEN),
                required(message, EVENT, TOKEN),
                bytes,
                Instant.EPOCH.plusNanos(message.getLongProperty(ACCEPTED_AT)),
                required(message, ENVELOPE, TOKEN),
                text(message, EXPIRE_AFTER).map(Duration::parse),
                trace(message),
                new TreeSet<>(text(message, ORIGINS)
                        .map(ids -> List.of(ids.split(",", -1)))
                        .orElse(List.of())),
                attempts(message));
    }

    private static String required(Message message, String name, Pattern form) throws JMSException {
        String value = message.getStringProperty(name);
        if (value == null || !form.matcher(value).matches()) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    /** Artemis throws what is no {@code JMSException} where the broker does not send the rest of a large body. */
    private static byte[] bytes(BytesMessage message) throws JMSException {
        byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
        try {
            int read = message.readBytes(bytes);
            if (read < bytes.length && bytes.length > 0) {
                throw new JMSException("the body is not complete");
            }
            return bytes;
        } catch (RuntimeException e) {
            JMSException unreadable = new JMSException("the body cannot be read");
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static Map<String, String> trace(Message message) throws JMSException {
        Map<String, String> trace = new HashMap<>();
        for (String name : TRACE) {
            text(message, name).ifPresent(value -> trace.put(name, value));
        }
        return trace;
    }

    /** What was given out before may have been attempted each time; not at all, where it was only fetched ahead. */
    private static int attempts(Message message) throws JMSException {
        return message.propertyExists(DELIVERY_COUNT) ? Math.max(0, message.getIntProperty(DELIVERY_COUNT) - 1) : 0;
    }

    private static Optional<String> text(Message message, String name) throws JMSException {
        return Optional.ofNullable(message.getStringProperty(name));
    }

    /** How a log names a message that holds no delivery. */
    static String name(@Nullable Object body) {
        try {
            return body instanceof Message message ? String.valueOf(message.getJMSMessageID()) : "unknown";
        } catch (JMSException e) {
            return "unknown";
        }
    }
}
