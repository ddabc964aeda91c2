package io.github.webhooksemitter.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.jspecify.annotations.Nullable;

/**
 * Serialises a payload, once, when it is accepted. Text and bytes are taken as JSON as they stand, after a look whether
 * they are JSON; anything else is Jackson's. Thread safe.
 */
public final class Payloads {
    private final CamelContext context;
    private volatile @Nullable ObjectMapper mapper;

    /** Creates a serialiser that looks for the application's {@link ObjectMapper} in the context's registry. */
    public Payloads(CamelContext context) {
        this.context = context;
    }

    /**
     * The bytes to send for a message body. A stream is read and left re-readable in the exchange.
     *
     * @param longest bytes to read at most; more is an error before it is in memory
     * @throws IllegalArgumentException if the body is null, too large, not JSON or cannot be made JSON; the message holds
     *     nothing of the body
     */
    public byte[] read(Exchange exchange, int longest) {
        Object body = exchange.getMessage().getBody();
        try {
            if (body instanceof StreamCache cache) {
                return json(read(cache, longest), longest);
            } else if (body instanceof InputStream stream) {
                byte[] bytes = stream.readNBytes(longest + 1);
                exchange.getMessage().setBody(again(bytes, stream, longest));
                return json(bytes, longest);
            } else if (body instanceof Reader reader) {
                String text = text(reader, longest);
                exchange.getMessage().setBody(again(text, reader, longest));
                return json(utf8(text, longest), longest);
            } else if (body instanceof WrappedFile<?>) {
                try (InputStream stream = exchange.getMessage().getMandatoryBody(InputStream.class)) {
                    return json(stream.readNBytes(longest + 1), longest);
                }
            }
        } catch (IOException | org.apache.camel.InvalidPayloadException e) {
            throw unreadable(e);
        }
        return of(body, longest);
    }

    /**
     * The bytes to send for a value given in Java.
     *
     * @param longest bytes that the payload may have at most
     * @throws IllegalArgumentException as {@link #read}
     */
    public byte[] of(@Nullable Object value, int longest) {
        try {
            if (value == null) {
                throw new IllegalArgumentException(
                        "The body is null: send JSON text, or an object that Jackson can write.");
            } else if (value instanceof byte[] bytes) {
                return json(bytes.clone(), longest);
            } else if (value instanceof ByteBuffer buffer) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                return json(bytes, longest);
            } else if (value instanceof CharSequence text) {
                return json(utf8(text.toString(), longest), longest);
            } else if (value instanceof Reader reader) {
                return json(utf8(text(reader, longest), longest), longest);
            } else if (value instanceof InputStream stream) {
                return json(stream.readNBytes(longest + 1), longest);
            } else if (value instanceof File file) {
                return of(file.toPath(), longest);
            } else if (value instanceof Path path) {
                try (InputStream stream = Files.newInputStream(path)) {
                    return json(stream.readNBytes(longest + 1), longest);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return sized(written(value), longest);
    }

    private static byte[] read(StreamCache cache, int longest) throws IOException {
        cache.reset();
        try {
            if (cache.length() > longest) {
                throw tooLarge(cache.length(), longest);
            } else if (cache instanceof Reader reader) {
                // Not its writeTo: that encodes in the platform's charset, and half a surrogate pair as '?'.
                return utf8(text(reader, longest), longest);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            cache.writeTo(bytes);
            return bytes.toByteArray();
        } finally {
            cache.reset();
        }
    }

    /** At most one character more than that: enough to see that there are too many. */
    private static String text(Reader reader, int longest) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] part = new char[8192];
        int read = 0;
        while (read >= 0 && text.length() <= longest) {
            text.append(part, 0, read);
            read = reader.read(part, 0, Math.min(part.length, longest + 1 - text.length()));
        }
        return text.toString();
    }

    private static byte[] utf8(String text, int longest) {
        if (text.length() > longest) {
            throw tooLarge(text.length(), longest);
        }
        return JsonText.utf8(text);
    }

    /** What was read, for whoever reads the body next; of a body that is too large also the rest. */
    private static InputStream again(byte[] read, InputStream rest, int longest) {
        return read.length <= longest
                ? new InputStreamCache(read)
                : new SequenceInputStream(new ByteArrayInputStream(read), rest);
    }

    private static Reader again(String read, Reader rest, int longest) {
        if (read.length() <= longest) {
            return new ReaderCache(read);
        }
        PushbackReader whole = new PushbackReader(rest, read.length());
        try {
            whole.unread(read.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return whole;
    }

    private static byte[] json(byte[] bytes, int longest) {
        JsonText.check(sized(bytes, longest));
        return bytes;
    }

    private static byte[] sized(byte[] bytes, int longest) {
        if (bytes.length > longest) {
            throw tooLarge(bytes.length, longest);
        }
        return bytes;
    }

    private static IllegalArgumentException tooLarge(long length, int longest) {
        return new IllegalArgumentException("The body has " + length + " bytes or more, maxPayloadSize is " + longest
                + ": send less, or raise that option.");
    }

    private static IllegalArgumentException unreadable(Exception e) {
        return new IllegalArgumentException("The body could not be read ("
                + e.getClass().getSimpleName() + "): send JSON text, or an object that Jackson can write.");
    }

    /** Jackson's own message is kept out: it quotes the value. */
    private byte[] written(Object value) {
        try {
            return mapper().writeValueAsBytes(value);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException(
                    "The body of type " + value.getClass().getName()
                            + " cannot be written as JSON (" + e.getClass().getSimpleName()
                            + "): send JSON text, or bind an ObjectMapper that can write it.");
        }
    }

    private ObjectMapper mapper() {
        ObjectMapper known = mapper;
        if (known == null) {
            known = find();
            mapper = known;
        }
        return known;
    }

    private ObjectMapper find() {
        Set<ObjectMapper> bound = context.getRegistry().findByType(ObjectMapper.class);
        if (bound.size() == 1) {
            return bound.iterator().next();
        }
        ObjectMapper named = context.getRegistry().lookupByNameAndType("objectMapper", ObjectMapper.class);
        return named != null
                ? named
                : JsonMapper.builder()
                        .findAndAddModules()
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build();
    }
}
