package io.github.webhooksemitter.transport;

import java.io.IOException;

/** A kept connection was closed before the request on it got any byte of a reply: it may be replaced, once. */
final class DeadConnectionException extends IOException {

    private static final long serialVersionUID = 1L;

    DeadConnectionException(String message) {
        super(message);
    }

    DeadConnectionException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
