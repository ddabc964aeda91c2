package io.github.webhooksemitter.signature;

import java.util.Arrays;

/** What is signed is often a few words and then the body. */
final class Bytes {
    private Bytes() {}

    static byte[] joined(byte[] head, byte[] rest) {
        byte[] whole = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, whole, head.length, rest.length);
        return whole;
    }
}
