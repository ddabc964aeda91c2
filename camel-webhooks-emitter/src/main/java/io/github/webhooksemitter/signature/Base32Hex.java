package io.github.webhooksemitter.signature;

import java.nio.charset.StandardCharsets;

/** Lower-case base32hex without padding (RFC 4648, section 7). The JDK has none. */
final class Base32Hex {
    private static final byte[] ALPHABET = "0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII);

    private Base32Hex() {}

    static String encode(byte[] bytes) {
        byte[] digits = new byte[(bytes.length * 8 + 4) / 5];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (byte next : bytes) {
            held = held << 8 | next & 0xff;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                digits[at++] = ALPHABET[held >> bits & 31];
            }
        }
        if (bits > 0) {
            digits[at] = ALPHABET[held << 5 - bits & 31];
        }
        return new String(digits, StandardCharsets.US_ASCII);
    }
}
