package io.github.webhooksemitter.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What any receiver does to know who sent a webhook: {@code sha256:} and base32hex of HMAC-SHA256(secret, body). */
final class SignatureCheck {
    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";

    private final SecretKeySpec key;

    SignatureCheck(String secret) {
        key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    boolean verify(String signature, byte[] body) {
        byte[] expected = sign(body).getBytes(StandardCharsets.UTF_8);
        // Takes the same time wherever the two differ.
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return "sha256:" + base32hex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256.", e);
        }
    }

    /** RFC 4648, section 7, in lower case and without padding: five bits a digit, the last one filled up with zeros. */
    private static String base32hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8) | (next & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(DIGITS.charAt((buffer >> (bits - 5)) & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(DIGITS.charAt((buffer << (5 - bits)) & 31)).toString();
    }
}
