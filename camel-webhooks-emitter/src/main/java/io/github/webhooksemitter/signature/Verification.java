package io.github.webhooksemitter.signature;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of verifying a request. Safe to print: it holds neither keys nor signatures. */
public sealed interface Verification {

    /** Whether the request is what a holder of the key has sent. */
    default boolean isVerified() {
        return this instanceof Verified;
    }

    /**
     * The request is genuine.
     *
     * @param scheme name of the scheme that says so
     * @param id the delivery id that came along; covered by the signature in {@code standard-webhooks},
     *     {@code standard-webhooks-ed25519} and {@code rfc9421} only; null: none
     * @param eventName the event that came along in a header; covered by the signature in {@code rfc9421} only; null:
     *     none
     * @param signedAt when it was signed, if the scheme tells; covered by the signature; null: it does not
     */
    record Verified(
            String scheme,
            @Nullable String id,
            @Nullable String eventName,
            @Nullable Instant signedAt) implements Verification {

        /** The delivery id, if one came along. */
        public Optional<String> deliveryId() {
            return Optional.ofNullable(id);
        }

        /** The event, if a header told it. */
        public Optional<String> event() {
            return Optional.ofNullable(eventName);
        }

        /** When it was signed, if the scheme tells. */
        public Optional<Instant> timestamp() {
            return Optional.ofNullable(signedAt);
        }
    }

    /**
     * The request is not to be believed.
     *
     * @param why for the receiver's own eyes; a stranger learns nothing but that it was refused
     */
    record Refused(Why why) implements Verification {}

    /** Why a request was refused. */
    enum Why {
        /** A header that the scheme needs is not there. */
        MISSING_HEADER,
        /** A header that has to be alone is there more than once. */
        DUPLICATE_HEADER,
        /** A header is not written as the scheme has it. */
        MALFORMED,
        /** No signature is of a version or algorithm that is known here. */
        UNKNOWN_VERSION,
        /** The signature leaves out something that has to be signed. */
        NOT_COVERED,
        /** Genuine, but signed too long ago. */
        TOO_OLD,
        /** Genuine, but signed too far in the future. */
        TOO_NEW,
        /** No signature fits the request with any of the keys. */
        MISMATCH,
        /** The scheme itself has thrown an exception: nothing is known about the request. */
        SCHEME_FAILED
    }
}
