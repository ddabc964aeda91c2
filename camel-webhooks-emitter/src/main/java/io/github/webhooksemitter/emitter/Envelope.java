package io.github.webhooksemitter.emitter;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a payload is wrapped in when it is accepted. */
public enum Envelope {
    /** Nothing: the body is the payload. */
    NONE("none"),
    /** The body that Standard Webhooks advises: {@code {"type":…,"timestamp":…,"data":payload}}. */
    STANDARD("standard"),
    /** A CloudEvents 1.0 object in JSON with the payload as its data. */
    CLOUDEVENTS_STRUCTURED("cloudevents-structured"),
    /** The body is the payload; the attributes of CloudEvents 1.0 are headers. */
    CLOUDEVENTS_BINARY("cloudevents-binary");

    private final String text;

    Envelope(String text) {
        this.text = text;
    }

    /** The envelope of that name, if there is one. */
    public static Optional<Envelope> named(String name) {
        return Arrays.stream(values())
                .filter(envelope -> envelope.text.equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Envelope::toString).collect(Collectors.joining(", "));
    }

    /** The name as users write it. */
    @Override
    public String toString() {
        return text;
    }
}
