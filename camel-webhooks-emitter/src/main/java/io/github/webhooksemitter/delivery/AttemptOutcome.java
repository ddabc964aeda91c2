package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.FinalStatuses;

/** What an attempt means for its delivery. */
enum AttemptOutcome {
    /** The receiver has it. */
    DELIVERED,
    /** Worth another attempt. */
    RETRY,
    /** The receiver is gone for good: nothing is to be sent there any more. */
    GONE,
    /** Another attempt would end the same way. */
    REFUSED;

    private static final int STATUS_GONE = 410;

    /**
     * 2xx is delivered, whatever became of the reply's body; 410 is gone; a final status is refused; anything else, and no
     * status at all, is tried again.
     *
     * @param status the HTTP status; 0: there was none
     */
    static AttemptOutcome of(int status, FinalStatuses finalStatuses) {
        if (status >= 200 && status <= 299) {
            return DELIVERED;
        } else if (status == STATUS_GONE) {
            return GONE;
        }
        return finalStatuses.contains(status) ? REFUSED : RETRY;
    }
}
