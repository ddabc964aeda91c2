package io.github.webhooksemitter.signature;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A way to sign requests, and to verify what was signed so. A bean of this type can be named by an emitter:
 * {@code signature=#bean:name}.
 *
 * <p>Implementations are thread safe.
 */
public interface SignatureScheme {
    /** The name that option {@code signature} knows the scheme by. */
    String name();

    /**
     * The names of the headers that this scheme sends, without {@code X-{Id}-Event} and {@code X-{Id}-Delivery}, which
     * schemes share. Two schemes that want the same header cannot be on at once, and no configured header may have such
     * a name: both are found at start. What is not named here is found at the first attempt, which fails.
     *
     * @param headerIdentifier the {@code {Id}} of {@code X-{Id}-Event}
     */
    default Set<String> headers(String headerIdentifier) {
        return Set.of();
    }

    /**
     * Whether the scheme can sign a delivery of that id so that nobody can read the signature as one of another id. An
     * event with an id that it does not take is not accepted.
     */
    default boolean takes(String deliveryId) {
        return true;
    }

    /**
     * Prepares keys once per emitter.
     *
     * @throws IllegalArgumentException if the scheme cannot use the keys, or lacks one that it needs; the message names
     *     the option and the form that is wanted, and never shows a key
     */
    Signer signer(SigningKeys keys);

    /**
     * Prepares keys once per verifier. Schemes that only sign leave this as it is.
     *
     * @throws IllegalArgumentException if the scheme cannot verify, cannot use the keys, or lacks one that it needs; the
     *     message never shows a key
     */
    default Verifier verifier(VerifyingKeys keys) {
        throw new IllegalArgumentException("The scheme " + name() + " does not verify: it has no verifier.");
    }

    /** Makes the headers of each attempt. Thread safe. */
    @FunctionalInterface
    interface Signer {
        /** The headers that name and sign the request, in the order in which they are sent. */
        List<SignedHeader> sign(UnsignedRequest request);
    }

    /** Checks the signature of a request. Thread safe; throws nothing, whatever a stranger sends. */
    @FunctionalInterface
    interface Verifier {
        /**
         * Verifies a request. Whether its timestamp is too far from now is for the caller, {@link WebhookVerifier}, to
         * say.
         *
         * @param now the time of the check, for signatures that say themselves when they end
         */
        Verification verify(ReceivedRequest request, Instant now);
    }
}
