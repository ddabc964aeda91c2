package io.github.webhooksemitter.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells whether bytes are one JSON text (RFC 8259): UTF-8 without a byte order mark, one value, nothing after it. */
final class JsonText {
    /** Jackson keeps some 60 bytes for each open level: without a bound, brackets would cost many times their size. */
    private static final int DEEPEST = 100_000;

    /**
     * Without Jackson's limits on numbers, names and strings: they are for readers that build something, and would
     * refuse what is JSON. Nothing is built here, and {@code maxPayloadSize} bounds the work.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /**
     * Checks bytes.
     *
     * @throws IllegalArgumentException if they are not JSON; the message says where, and quotes nothing
     */
    static void check(byte[] bytes) {
        if (!isUtf8(bytes)) {
            throw notJson("it is not UTF-8");
        }
        // From characters, since from bytes Jackson would accept UTF-16, UTF-32 and a byte order mark as well.
        try (JsonParser parser = JSON.createParser(
                new java.io.InputStreamReader(new java.io.ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
            if (parser.nextToken() == null) {
                throw notJson("it is empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw notJson("more follows after its first value");
            }
        } catch (StreamConstraintsException e) {
            throw notJson("it is nested deeper than the " + DEEPEST + " levels that are checked");
        } catch (JsonProcessingException e) {
            throw notJson("at " + place(e.getLocation()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Text as UTF-8.
     *
     * @throws IllegalArgumentException if it has a surrogate without its other half, which UTF-8 cannot express
     */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw notJson("it has half of a surrogate pair");
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null
                ? "an unknown place"
                : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static IllegalArgumentException notJson(String why) {
        return new IllegalArgumentException(
                "The body is not JSON: " + why + ". Send JSON text, or an object that Jackson can write.");
    }
}
