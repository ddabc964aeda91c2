package io.github.webhooksemitter.benchmarks;

import java.util.Base64;
import java.util.BitSet;

/** Which deliveries there were, by the number in their ids; nothing is kept until it is opened. Thread safe. */
final class Ledger {
    private static final String PREFIX = "soak-";

    private final BitSet numbers = new BitSet();
    private volatile boolean kept;

    static String deliveryId(int number) {
        return PREFIX + number;
    }

    Ledger open() {
        kept = true;
        return this;
    }

    boolean isKept() {
        return kept;
    }

    synchronized void enter(String deliveryId) {
        numbers.set(Integer.parseInt(deliveryId.substring(PREFIX.length())));
    }

    /** One word, for a line between processes. */
    synchronized String toText() {
        // Of an empty array Base64 makes no word at all.
        return '=' + Base64.getEncoder().encodeToString(numbers.toByteArray());
    }

    static BitSet parse(String text) {
        return BitSet.valueOf(Base64.getDecoder().decode(text.substring(1)));
    }
}
