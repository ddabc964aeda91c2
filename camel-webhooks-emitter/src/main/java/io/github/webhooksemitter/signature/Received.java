package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** How what a stranger sent is read: strictly, and without a limit that the stranger sets. */
final class Received {
    /** Longer ones are no signature of any scheme. */
    private static final int LONGEST_HEADER = 8192;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    private Received() {}

    /** The value of a header that has to be there, once. */
    static String header(ReceivedRequest request, String name) throws NotVerified {
        List<String> values = request.values(name);
        if (values.isEmpty()) {
            throw new NotVerified(Why.MISSING_HEADER);
        } else if (values.size() > 1) {
            throw new NotVerified(Why.DUPLICATE_HEADER);
        }
        String value = values.get(0).strip();
        if (value.isEmpty() || value.length() > LONGEST_HEADER) {
            throw new NotVerified(Why.MALFORMED);
        }
        return value;
    }

    /** A time as schemes write it: seconds since 1970. */
    static Instant seconds(String text) throws NotVerified {
        if (!SECONDS.matcher(text).matches()) {
            throw new NotVerified(Why.MALFORMED);
        }
        return Instant.ofEpochSecond(Long.parseLong(text));
    }

    /** Base64 as an encoder writes it: other spellings of the same bytes are another text, and refused. */
    static byte[] base64(String text) throws NotVerified {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // as for the other spellings
        }
        throw new NotVerified(Why.MALFORMED);
    }

    /** Compares texts in a time that does not depend on where they differ. */
    static boolean isEqual(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
