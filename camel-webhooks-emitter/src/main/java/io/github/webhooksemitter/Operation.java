package io.github.webhooksemitter;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a send to the endpoint does. */
enum Operation {
    EMIT(true),
    ATTACH(true),
    PUT(true),
    UPDATE(false),
    DETACH(false),
    PAUSE(false),
    RESUME(false),
    STATUS(false),
    LIST(true),
    PING(false),
    DELIVERIES(false),
    CANCEL(false),
    PURGE(false);

    private final boolean forAll;

    Operation(boolean forAll) {
        this.forAll = forAll;
    }

    /** Whether it makes sense with the id {@code *}. */
    boolean isForAll() {
        return forAll;
    }

    static Optional<Operation> named(String text) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(text))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(Operation::toString).collect(Collectors.joining(", "));
    }

    /** The name as the option writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
