package io.github.webhooksemitter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The default signature: {@code sha256:} and the base32hex of HMAC-SHA256. Not thread-safe: it reuses one {@link Mac}. */
final class Signer {
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();

    private final Mac mac;

    Signer(String secret) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
        }
    }

    String sign(byte[] body) {
        return "sha256:" + base32Hex(mac.doFinal(body));
    }

    private static String base32Hex(byte[] bytes) {
        StringBuilder text = new StringBuilder(52);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(DIGITS[(buffer >>> (bits - 5)) & 31]);
            }
        }
        if (bits > 0) {
            text.append(DIGITS[(buffer << (5 - bits)) & 31]);
        }
        return text.toString();
    }
}
