package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.FinalStatuses;
import io.github.webhooksemitter.transport.Failure;
import java.util.Optional;

/** What an attempt means for its delivery. */
enum AttemptOutcome {
    /** The receiver has it. */
    DELIVERED,
    /** Worth another attempt. */
    RETRY,
    /** The receiver is gone for good: nothing is to be sent there any more. */
    GONE,
    /** Another attempt would end the same way, or must not be made. */
    REFUSED;

    private static final int STATUS_GONE = 410;

    /**
     * 2xx is delivered, whatever became of the reply's body; 410 is gone; a final status and a blocked address are refused;
     * anything else, and no status at all, is tried again.
     *
     * @param status the HTTP status; 0: there was none
     * @param failure why there was none
     */
    static AttemptOutcome of(int status, Optional<Failure> failure, FinalStatuses finalStatuses) {
        if (status >= 200 && status <= 299) {
            return DELIVERED;
        } else if (status == STATUS_GONE) {
            return GONE;
        }
        boolean blocked = failure.filter(Failure.BLOCKED::equals).isPresent();
        return blocked || finalStatuses.contains(status) ? REFUSED : RETRY;
    }
}
