package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies webhooks on the side that receives them, with the schemes that sign them here. Immutable and thread safe; it
 * compares in constant time, and throws nothing, whatever a stranger sends.
 *
 * <pre>{@code
 * WebhookVerifier verifier =
 *         WebhookVerifier.builder().scheme("standard-webhooks").secret("whsec_…").build();
 * if (verifier.verify(headers, body) instanceof Verification.Refused refused) { … }
 * }</pre>
 */
public final class WebhookVerifier {
    private static final Duration LONGEST_TOLERANCE = Duration.ofDays(365);

    private final List<SignatureScheme.Verifier> verifiers;
    private final Set<String> names;
    private final Duration tolerance;
    private final Clock clock;

    private WebhookVerifier(Builder builder) {
        VerifyingKeys keys = new VerifyingKeys(builder.secrets, builder.publicKeys, builder.headerIdentifier);
        List<SignatureScheme> schemes =
                builder.schemes.isEmpty() ? List.of(scheme("webhooks-emitter")) : builder.schemes;
        verifiers = schemes.stream().map(scheme -> scheme.verifier(keys)).toList();
        names = schemes.stream().map(SignatureScheme::name).collect(Collectors.toUnmodifiableSet());
        tolerance = builder.tolerance;
        clock = builder.clock;
    }

    /** Starts a verifier for the scheme {@code webhooks-emitter} with a tolerance of 5 minutes. */
    public static Builder builder() {
        return new Builder();
    }

    /** As {@link #verify(ReceivedRequest)}, for schemes that sign neither method nor target: all but {@code rfc9421}. */
    public Verification verify(Map<String, List<String>> headers, byte[] body) {
        return verify(ReceivedRequest.of(headers, body));
    }

    /**
     * Tells whether a request is genuine and fresh, and if not, why. With several schemes one has to say so; of the
     * reasons against it the first that is more than a missing header is told.
     */
    public Verification verify(ReceivedRequest request) {
        Instant now = clock.instant();
        Verification refused = new Refused(Why.MISSING_HEADER);
        for (SignatureScheme.Verifier verifier : verifiers) {
            Verification one = fresh(verify(verifier, request, now), now);
            if (one.isVerified()) {
                return one;
            } else if (refused.equals(new Refused(Why.MISSING_HEADER))) {
                refused = one;
            }
        }
        return refused;
    }

    /** The names of the schemes that may have signed. */
    public Set<String> schemes() {
        return names;
    }

    private static Verification verify(SignatureScheme.Verifier verifier, ReceivedRequest request, Instant now) {
        try {
            return verifier.verify(request, now);
        } catch (RuntimeException e) {
            // A scheme of the user's own that does not keep to its contract, or a runtime that lacks what one needs:
            // not the sender's fault, and not to be taken for it.
            return new Refused(Why.SCHEME_FAILED);
        }
    }

    private Verification fresh(Verification verification, Instant now) {
        if (!(verification instanceof Verified verified) || verified.signedAt() == null) {
            return verification;
        }
        Instant signedAt = verified.signedAt();
        if (signedAt.isBefore(now.minus(tolerance))) {
            return new Refused(Why.TOO_OLD);
        }
        return signedAt.isAfter(now.plus(tolerance)) ? new Refused(Why.TOO_NEW) : verification;
    }

    private static SignatureScheme scheme(String name) {
        return SignatureSchemes.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no scheme of that name: use " + SignatureSchemes.names() + "."));
    }

    /** No key. */
    @Override
    public String toString() {
        return "WebhookVerifier[" + verifiers.size() + " schemes, tolerance " + tolerance + "]";
    }

    /** Collects what to verify with. Not thread safe. */
    public static final class Builder {
        private final List<SignatureScheme> schemes = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();
        private final List<PublicKey> publicKeys = new ArrayList<>();
        private String headerIdentifier = "Webhooks";
        private Duration tolerance = Duration.ofMinutes(5);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Adds a scheme by its name; a request passes if one scheme verifies it.
         *
         * @throws IllegalArgumentException if there is none of that name
         */
        public Builder scheme(String name) {
            return scheme(WebhookVerifier.scheme(name));
        }

        /** Adds a scheme. */
        public Builder scheme(SignatureScheme scheme) {
            schemes.add(scheme);
            return this;
        }

        /**
         * Adds a shared secret; any of them may have signed.
         *
         * @throws IllegalArgumentException if it is missing or empty
         */
        public Builder secret(@Nullable String secret) {
            if (secret == null || secret.isBlank()) {
                throw new IllegalArgumentException("The secret to verify with is empty: give the sender's secret.");
            }
            secrets.add(secret);
            return this;
        }

        /**
         * Adds an Ed25519 key as {@code whpk_…} or PEM; any of them may have signed.
         *
         * @throws IllegalArgumentException if it is no such key
         */
        public Builder publicKey(String text) {
            return publicKey(Ed25519Keys.publicKey(text));
        }

        /**
         * Adds an Ed25519 key.
         *
         * @throws IllegalArgumentException if it is a key of another algorithm
         */
        public Builder publicKey(PublicKey key) {
            if (!Ed25519Keys.isEd25519(key)) {
                throw new IllegalArgumentException("The public key is none of Ed25519: give one that is.");
            }
            publicKeys.add(key);
            return this;
        }

        /** The {@code {Id}} of {@code X-{Id}-Event}, where the sender does not use {@code Webhooks}. */
        public Builder headerIdentifier(String identifier) {
            headerIdentifier = identifier;
            return this;
        }

        /**
         * How far a timestamp may be from now, in either direction; 5 minutes where nothing is said.
         *
         * @throws IllegalArgumentException if it is negative, or longer than 365 days
         */
        public Builder tolerance(Duration tolerance) {
            if (tolerance.isNegative() || tolerance.compareTo(LONGEST_TOLERANCE) > 0) {
                throw new IllegalArgumentException(
                        "The tolerance must be between 0 and 365 days: use 5 minutes, or another span.");
            }
            this.tolerance = tolerance;
            return this;
        }

        /** What time it is. */
        public Builder clock(Clock clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Prepares the keys.
         *
         * @throws IllegalArgumentException if a scheme cannot use them, or lacks one; the message never shows a key
         */
        public WebhookVerifier build() {
            return new WebhookVerifier(this);
        }
    }
}
