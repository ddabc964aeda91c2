package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies HTTP Message Signatures: one label has to fit, and has to cover at least what the scheme signs. Thread safe.
 *
 * @param hmacs the shared secrets
 * @param publicKeys Ed25519 keys
 * @param headerIdentifier the {@code {Id}} of {@code X-{Id}-Event}
 */
record Rfc9421Check(List<HmacSha256> hmacs, List<PublicKey> publicKeys, String headerIdentifier) {
    /** Each may cost the check of an Ed25519 signature. */
    private static final int MOST_LABELS = 16;

    /** When the signature that fits was made. */
    Instant check(ReceivedRequest request, Instant now) throws NotVerified {
        Map<String, SignatureInput> inputs = SignatureInput.parse(Received.header(request, Rfc9421Scheme.INPUT));
        Map<String, byte[]> signatures = ByteSequences.of(Received.header(request, Rfc9421Scheme.SIGNATURE));
        ContentDigest.verify(Received.header(request, Rfc9421Scheme.DIGEST), request.body());
        NotVerified refused = new NotVerified(Why.MALFORMED);
        int labels = 0;
        for (Map.Entry<String, SignatureInput> input : inputs.entrySet()) {
            byte[] signature = signatures.get(input.getKey());
            if (signature != null && labels++ < MOST_LABELS) {
                try {
                    return check(request, input.getValue(), signature, now);
                } catch (NotVerified e) {
                    refused = e;
                }
            }
        }
        throw refused;
    }

    private Instant check(ReceivedRequest request, SignatureInput input, byte[] signature, Instant now)
            throws NotVerified {
        Instant created = input.time("created");
        if (created == null || !input.components().containsAll(Rfc9421Scheme.required(headerIdentifier))) {
            throw new NotVerified(Why.NOT_COVERED);
        }
        byte[] base = SignatureBase.of(input, component -> value(request, component));
        if (!fits(input.parameter("alg"), base, signature)) {
            throw new NotVerified(Why.MISMATCH);
        }
        Instant expires = input.time("expires");
        if (expires != null && expires.isBefore(now)) {
            throw new NotVerified(Why.TOO_OLD);
        }
        return created;
    }

    /** The algorithm follows from the key; the parameter can only narrow it (section 3.2, step 6). */
    private boolean fits(@Nullable String algorithm, byte[] base, byte[] signature) throws NotVerified {
        boolean any = algorithm == null;
        boolean fits = false;
        if (any || Rfc9421Scheme.HMAC.equals(algorithm)) {
            for (HmacSha256 hmac : hmacs) {
                fits |= MessageDigest.isEqual(hmac.of(base), signature);
            }
        } else if (!Rfc9421Scheme.ED25519.equals(algorithm)) {
            throw new NotVerified(Why.UNKNOWN_VERSION);
        }
        if (any || Rfc9421Scheme.ED25519.equals(algorithm)) {
            for (PublicKey key : publicKeys) {
                fits = fits || Ed25519.verifies(key, base, signature);
            }
        }
        return fits;
    }

    private static String value(ReceivedRequest request, String component) throws NotVerified {
        return switch (component) {
            case "@method" -> request.method();
            case "@target-uri" -> SignatureBase.targetUri(target(request));
            case "@authority" -> SignatureBase.authority(target(request));
            default -> {
                if (component.startsWith("@")) {
                    throw new NotVerified(Why.UNKNOWN_VERSION);
                }
                yield Received.header(request, component);
            }
        };
    }

    private static URI target(ReceivedRequest request) throws NotVerified {
        try {
            return new URI(request.target());
        } catch (URISyntaxException e) {
            throw new NotVerified(Why.MALFORMED);
        }
    }
}
