package io.github.webhooksemitter.delivery;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.webhooksemitter.emitter.Envelope;
import io.github.webhooksemitter.signature.SignedHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What the attempts of a delivery send: the payload in its envelope, made once, when it is accepted. Immutable; the body is
 * shared, never to be changed. Sources: Standard Webhooks, "Payload structure"; CloudEvents 1.0, JSON event format and
 * HTTP protocol binding.
 *
 * @param headers what tells the receiver how to read the body, {@code Content-Type} first
 * @param body the exact bytes to send
 */
record Content(List<SignedHeader> headers, byte[] body) {
    private static final String TYPE = "Content-Type";
    private static final List<SignedHeader> JSON = List.of(new SignedHeader(TYPE, "application/json"));
    private static final List<SignedHeader> CLOUD_EVENT =
            List.of(new SignedHeader(TYPE, "application/cloudevents+json"));
    private static final String VERSION = "1.0";

    /**
     * Wraps an accepted event.
     *
     * @param at when it was accepted
     */
    static Content of(AcceptedEvent event, Envelope envelope, String emitterId, Instant at) {
        return switch (envelope) {
            case NONE -> new Content(JSON, event.body());
            case STANDARD ->
                new Content(
                        JSON,
                        around(
                                "{\"type\":" + quoted(event.name()) + ",\"timestamp\":" + quoted(at.toString())
                                        + ",\"data\":",
                                event.body()));
            case CLOUDEVENTS_STRUCTURED ->
                new Content(
                        CLOUD_EVENT,
                        around(
                                "{\"specversion\":\"" + VERSION + "\",\"id\":" + quoted(event.deliveryId())
                                        + ",\"source\":" + quoted(source(emitterId)) + ",\"type\":"
                                        + quoted(event.name()) + ",\"time\":" + quoted(at.toString())
                                        + ",\"datacontenttype\":\"application/json\",\"data\":",
                                event.body()));
            case CLOUDEVENTS_BINARY -> new Content(attributes(event, emitterId, at), event.body());
        };
    }

    private static List<SignedHeader> attributes(AcceptedEvent event, String emitterId, Instant at) {
        return List.of(
                JSON.get(0),
                new SignedHeader("ce-specversion", VERSION),
                new SignedHeader("ce-id", encoded(event.deliveryId())),
                new SignedHeader("ce-source", encoded(source(emitterId))),
                new SignedHeader("ce-type", encoded(event.name())),
                new SignedHeader("ce-time", at.toString()));
    }

    /** Together with the id it is unique, also where one event fans out to several emitters. */
    private static String source(String emitterId) {
        return "webhooks-emitter:" + emitterId;
    }

    /** The payload as it is, byte for byte: parsing and writing it again would change numbers and blanks. */
    private static byte[] around(String head, byte[] payload) {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + payload.length + 1];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(payload, 0, whole, start.length, payload.length);
        whole[whole.length - 1] = '}';
        return whole;
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** HTTP binding, section 3.1.3.2; ids and names of events are visible ASCII, so that two characters are left. */
    private static String encoded(String text) {
        return text.replace("%", "%25").replace("\"", "%22");
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "Content[" + headers.get(0).value() + "]";
    }
}
