package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.time.Instant;

/** Why a check ended early: caught at once and made into the value that the receiver sees. */
final class NotVerified extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    NotVerified(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }

    /** A verifier that may end early. */
    @FunctionalInterface
    interface Check {
        Verified check(ReceivedRequest request, Instant now) throws NotVerified;

        default SignatureScheme.Verifier asVerifier() {
            return (request, now) -> {
                try {
                    return check(request, now);
                } catch (NotVerified e) {
                    return new Refused(e.why);
                }
            };
        }
    }
}
