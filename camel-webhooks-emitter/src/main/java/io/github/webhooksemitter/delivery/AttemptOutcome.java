package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;

/** What an attempt means for its delivery. */
enum AttemptOutcome {
    /** The receiver has it. */
    DELIVERED,
    /** Worth another attempt. */
    RETRY;

    /** 2xx is delivered, whatever became of the reply's body; anything else is tried again. */
    static AttemptOutcome of(Attempt attempt) {
        int status = attempt.statusCode();
        return status >= 200 && status <= 299 ? DELIVERED : RETRY;
    }
}
