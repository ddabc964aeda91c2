package io.github.webhooksemitter.delivery;

import java.io.Serial;

/** Fails the exchange of an emit that was not accepted: nothing is queued, a repeat is safe. */
public final class NotAcceptedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    NotAcceptedException(String message) {
        super(message);
    }
}
