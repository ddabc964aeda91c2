package io.github.webhooksemitter.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/** The body as it came, taken into memory up to a limit. */
final class RawBody {
    private RawBody() {}

    /**
     * Leaves the bytes as the message's body.
     *
     * @return empty if there are more than {@code longest}; the body is what it was then, or a stream partly read
     * @throws IllegalStateException if an earlier step has made something else of the bytes
     */
    static Optional<byte[]> take(Exchange exchange, int longest) throws IOException {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        byte[] bytes;
        if (body == null) {
            bytes = new byte[0];
        } else if (body instanceof byte[] known) {
            bytes = known;
        } else {
            bytes = read(message, body, longest);
        }
        if (bytes.length > longest) {
            return Optional.empty();
        }
        message.setBody(bytes);
        return Optional.of(bytes);
    }

    private static byte[] read(Message message, Object body, int longest) throws IOException {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "The body is a " + body.getClass().getName()
                                + " and no longer the bytes that were signed: put the webhook guard before the step, or the"
                                + " bindingMode, that reads it.");
            }
            return stream.readNBytes(longest + 1);
        }
    }
}
