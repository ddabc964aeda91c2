package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header {@code Content-Digest} (RFC 9530, section 2): sent with sha-256, checked with sha-256 and sha-512. */
final class ContentDigest {
    private static final String SENT = "sha-256";
    private static final Map<String, String> KNOWN = Map.of(SENT, "SHA-256", "sha-512", "SHA-512");

    private ContentDigest() {}

    static String of(byte[] body) {
        return of(SENT, body);
    }

    static String of(String algorithm, byte[] body) {
        return algorithm + "=:" + Base64.getEncoder().encodeToString(digest(algorithm, body)) + ':';
    }

    /** Each digest that is known has to fit, and one has to be known. */
    static void verify(String header, byte[] body) throws NotVerified {
        boolean known = false;
        for (Map.Entry<String, byte[]> given : ByteSequences.of(header).entrySet()) {
            if (KNOWN.containsKey(given.getKey())) {
                known = true;
                if (!MessageDigest.isEqual(digest(given.getKey(), body), given.getValue())) {
                    throw new NotVerified(Why.MISMATCH);
                }
            }
        }
        if (!known) {
            throw new NotVerified(Why.UNKNOWN_VERSION);
        }
    }

    private static byte[] digest(String algorithm, byte[] body) {
        @Nullable String name = KNOWN.get(algorithm);
        try {
            return MessageDigest.getInstance(String.valueOf(name)).digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no " + name + ".", e);
        }
    }
}
