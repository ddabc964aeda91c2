package io.github.webhooksemitter.delivery;

import java.io.Serial;

/** Tells Camel's error handler that an attempt failed. What happened is in the delivery: one instance serves all. */
final class AttemptFailed extends Exception {
    @SuppressWarnings("StaticAssignmentOfThrowable") // without a stack or suppressed exceptions it has no state
    static final AttemptFailed SIGNAL = new AttemptFailed();

    @Serial
    private static final long serialVersionUID = 1L;

    private AttemptFailed() {
        super("attempt failed", null, false, false);
    }
}
