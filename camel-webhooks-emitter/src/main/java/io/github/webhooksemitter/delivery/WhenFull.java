package io.github.webhooksemitter.delivery;

import java.util.Optional;

/** What an emit does when the emitter's queue is full. */
public enum WhenFull {
    /** Waits for a place, at most for the enqueue timeout; then the exchange fails. */
    BLOCK("block"),
    /** The exchange fails at once. */
    FAIL("fail"),
    /** The delivery goes to the emitter's dead letter endpoint; without one the exchange fails at once. */
    DEAD_LETTER("deadLetter");

    private final String text;

    WhenFull(String text) {
        this.text = text;
    }

    /** The value of that name, as the option writes it. */
    public static Optional<WhenFull> named(String text) {
        for (WhenFull value : values()) {
            if (value.text.equals(text)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** The name as the option writes it. */
    @Override
    public String toString() {
        return text;
    }
}
