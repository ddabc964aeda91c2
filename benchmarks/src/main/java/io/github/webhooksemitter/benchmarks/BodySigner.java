package io.github.webhooksemitter.benchmarks;

import java.util.function.BiConsumer;
import javax.crypto.Mac;

/** The default scheme: {@code sha256:} and the base32hex of the body's HMAC-SHA256. */
record BodySigner(Mac mac) implements Signer {
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();

    @Override
    public void sign(String deliveryId, long epochSecond, byte[] body, BiConsumer<String, String> header) {
        header.accept("X-Webhooks-Signature", "sha256:" + base32Hex(mac.doFinal(body)));
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
