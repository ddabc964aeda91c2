package io.github.webhooksemitter.delivery;

/** Why an emitter is paused. */
enum PauseReason {
    /** Somebody said so. */
    OPERATION("operation"),
    /** Its receiver answered 410 Gone. */
    GONE("gone"),
    /** A delivery was given up, its queue keeps it, and its dead letter endpoint does not take it. */
    DEAD_LETTER_FAILED("dead-letter-failed"),
    /** Too many deliveries in a row were given up. */
    FAILURES("failures");

    private final String text;

    PauseReason(String text) {
        this.text = text;
    }

    /** Whether the emitter did so by itself, and may go on by itself: any other reason then replaces this one. */
    boolean isTemporary() {
        return this == FAILURES;
    }

    /** The reason as status, health and headers show it. */
    @Override
    public String toString() {
        return text;
    }
}
