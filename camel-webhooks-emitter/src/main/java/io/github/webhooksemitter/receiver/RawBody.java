package io.github.webhooksemitter.receiver;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.jspecify.annotations.Nullable;

/** The body as it came, taken into memory up to a limit. */
sealed interface RawBody {
    /** The bytes, which are the message's body now. */
    record Bytes(byte[] bytes) implements RawBody {}

    /** There is none to verify; the message's body is what it was then, or a stream partly read. */
    enum None implements RawBody {
        /** There are more bytes than are taken. */
        TOO_LONG,
        /** An earlier step has made something else of the bytes. */
        PARSED
    }

    /** Leaves the bytes as the message's body, if there are at most {@code longest}. */
    static RawBody take(Exchange exchange, int longest) throws IOException {
        Message message = exchange.getMessage();
        byte[] bytes = bytes(message, longest);
        if (bytes == null) {
            return None.PARSED;
        } else if (bytes.length > longest) {
            return None.TOO_LONG;
        }
        message.setBody(bytes);
        return new Bytes(bytes);
    }

    private static byte @Nullable [] bytes(Message message, int longest) throws IOException {
        Object body = message.getBody();
        if (body == null) {
            return new byte[0];
        } else if (body instanceof byte[] known) {
            return known;
        } else if (body instanceof StreamCache cache) {
            cache.reset();
        }
        try (InputStream stream = message.getBody(InputStream.class)) {
            return stream == null ? null : stream.readNBytes(longest + 1);
        } catch (TypeConversionException e) {
            return null;
        }
    }
}
