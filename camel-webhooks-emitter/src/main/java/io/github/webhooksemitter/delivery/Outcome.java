package io.github.webhooksemitter.delivery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What listeners to outcomes are told of. */
public enum Outcome {
    /** The receiver has the delivery. */
    DELIVERED,
    /** An attempt failed; another one follows. */
    RETRY,
    /** The delivery was given up. */
    DEAD;

    /** The outcome of that name. */
    public static Optional<Outcome> named(String text) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(text))
                .findFirst();
    }

    /** The name as options and headers write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
