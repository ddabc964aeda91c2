package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import io.github.webhooksemitter.transport.Failure;

/** What an attempt means for its delivery. */
enum AttemptOutcome {
    /** The receiver has it. */
    DELIVERED,
    /** Worth another attempt. */
    RETRY,
    /** Not to be sent there, now or later. */
    REFUSED;

    /** 2xx is delivered, whatever became of the reply's body; a blocked address is refused; anything else is tried again. */
    static AttemptOutcome of(Attempt attempt) {
        if (attempt.failure().filter(Failure.BLOCKED::equals).isPresent()) {
            return REFUSED;
        }
        int status = attempt.statusCode();
        return status >= 200 && status <= 299 ? DELIVERED : RETRY;
    }
}
