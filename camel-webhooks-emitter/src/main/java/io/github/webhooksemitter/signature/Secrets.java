package io.github.webhooksemitter.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The forms of a shared secret. No message ever shows one. */
final class Secrets {
    /** What Standard Webhooks puts before base64 of a secret. */
    static final String PREFIX = "whsec_";

    private static final int LEAST = 24;
    private static final int MOST = 64;

    private Secrets() {}

    /** HMACs with the text of the secrets as it stands, in UTF-8. */
    static List<HmacSha256> asText(List<String> secrets) {
        return secrets.stream().map(secret -> new HmacSha256(text(secret))).toList();
    }

    /** HMACs with {@code whsec_} decoded; other text as it stands. */
    static List<HmacSha256> decoded(List<String> secrets) {
        return secrets.stream().map(secret -> new HmacSha256(decoded(secret))).toList();
    }

    /** The secrets, of which a scheme needs one at least. */
    static List<String> required(List<String> secrets, String scheme) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("Option secret is missing, which the scheme " + scheme
                    + " signs with: set it to whsec_ and the base64 of 24 to 64 bytes, or to text.");
        }
        return secrets;
    }

    private static byte[] text(String secret) {
        if (secret.startsWith(Ed25519Keys.PRIVATE)
                || secret.startsWith(Ed25519Keys.PUBLIC)
                || secret.contains("-----BEGIN ")) {
            throw new IllegalArgumentException("Option secret holds a key of Ed25519, but must be whsec_ and the base64"
                    + " of 24 to 64 bytes, or text: a private key belongs into the option privateKey.");
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return text(secret);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            if (bytes.length >= LEAST && bytes.length <= MOST) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // its message quotes the secret
        }
        throw new IllegalArgumentException(
                "A secret in the option secret or previousSecrets starts with whsec_ and must"
                        + " go on with the base64 of 24 to 64 bytes.");
    }
}
