package io.github.webhooksemitter.delivery;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of the deliveries that wait in the queue of an emitter that is detached. */
public enum Queued {
    /** They stay in it, until an emitter of that id is attached again: for a persistent queue only. */
    KEEP("keep"),
    /** They are given up, reason {@code detached}. */
    DEAD_LETTER("deadLetter");

    private final String text;

    Queued(String text) {
        this.text = text;
    }

    /** The value of that name, as the option writes it. */
    public static Optional<Queued> named(String text) {
        return Arrays.stream(values()).filter(value -> value.text.equals(text)).findFirst();
    }

    /** The name as the option writes it. */
    @Override
    public String toString() {
        return text;
    }
}
