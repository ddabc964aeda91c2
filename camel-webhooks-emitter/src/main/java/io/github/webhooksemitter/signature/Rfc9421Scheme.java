package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Verified;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HTTP Message Signatures (RFC 9421) over method, target, content headers, {@code Content-Digest} (RFC 9530), event and
 * delivery id. With an Ed25519 key that signs, as {@code sig1}; else each secret does with HMAC-SHA256, the newest as
 * {@code sig1}, the next as {@code sig2} and so on. A secret is {@code whsec_} and base64, or text.
 */
final class Rfc9421Scheme implements SignatureScheme {
    static final String DIGEST = "Content-Digest";
    static final String INPUT = "Signature-Input";
    static final String SIGNATURE = "Signature";
    static final String ED25519 = "ed25519";
    static final String HMAC = "hmac-sha256";

    @Override
    public String name() {
        return "rfc9421";
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return Set.of(DIGEST, INPUT, SIGNATURE);
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<Key> labelled = keys(keys);
        return request -> {
            String digest = ContentDigest.of(request.body());
            Map<String, String> values = components(request, digest);
            List<String> inputs = new ArrayList<>();
            List<String> signatures = new ArrayList<>();
            for (Key key : labelled) {
                SignatureInput input = SignatureInput.of(
                        List.copyOf(values.keySet()),
                        key.parameters(request.timestamp().getEpochSecond()));
                String label = "sig" + (inputs.size() + 1) + '=';
                inputs.add(label + input.text());
                signatures.add(label
                        + ':'
                        + Base64.getEncoder().encodeToString(key.signature.apply(base(input, values)))
                        + ':');
            }
            List<SignedHeader> headers = new ArrayList<>(Naming.headers(request));
            headers.add(new SignedHeader(DIGEST, digest));
            headers.add(new SignedHeader(INPUT, String.join(", ", inputs)));
            headers.add(new SignedHeader(SIGNATURE, String.join(", ", signatures)));
            return headers;
        };
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        if (keys.secrets().isEmpty() && keys.publicKeys().isEmpty()) {
            throw new IllegalArgumentException(
                    "The scheme " + name() + " verifies with a secret or a public key, and none is given: give one.");
        }
        Rfc9421Check check =
                new Rfc9421Check(Secrets.decoded(keys.secrets()), keys.publicKeys(), keys.headerIdentifier());
        NotVerified.Check verified = (request, now) -> {
            var signedAt = check.check(request, now);
            String id = keys.headerIdentifier();
            return new Verified(name(), request.only(Naming.delivery(id)), request.only(Naming.event(id)), signedAt);
        };
        return verified.asVerifier();
    }

    /** What has to be covered, whoever signed. */
    static List<String> required(String headerIdentifier) {
        return List.of(
                "@method",
                "@target-uri",
                "content-type",
                "content-digest",
                lowerCase(Naming.event(headerIdentifier)),
                lowerCase(Naming.delivery(headerIdentifier)));
    }

    private static Map<String, String> components(UnsignedRequest request, String digest) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("@method", request.method());
        values.put("@target-uri", SignatureBase.targetUri(request.target()));
        request.contentHeaders().forEach(header -> values.put(lowerCase(header.name()), header.value()));
        values.put("content-digest", digest);
        values.put(lowerCase(Naming.event(request.headerIdentifier())), request.event());
        values.put(lowerCase(Naming.delivery(request.headerIdentifier())), request.deliveryId());
        return values;
    }

    private static byte[] base(SignatureInput input, Map<String, String> values) {
        try {
            return SignatureBase.of(input, component -> String.valueOf(values.get(component)));
        } catch (NotVerified e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Key> keys(SigningKeys keys) {
        PrivateKey privateKey = keys.privateKey();
        if (privateKey != null) {
            return List.of(new Key(ED25519, keys.keyId(), content -> Ed25519.sign(privateKey, content)));
        } else if (keys.secrets().isEmpty()) {
            throw new IllegalArgumentException("Option privateKey or secret is missing, one of which the scheme "
                    + name() + " signs with: set privateKey to whsk_… or PEM of PKCS#8, or secret to whsec_… or text.");
        }
        List<Key> labelled = new ArrayList<>();
        for (HmacSha256 hmac : Secrets.decoded(keys.secrets())) {
            // The name is that of the newest key.
            labelled.add(new Key(HMAC, labelled.isEmpty() ? keys.keyId() : null, hmac::of));
        }
        return labelled;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private record Key(String algorithm, @Nullable String id, Function<byte[], byte[]> signature) {
        Map<String, Object> parameters(long created) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("created", created);
            if (id != null) {
                parameters.put("keyid", id);
            }
            parameters.put("alg", algorithm);
            return parameters;
        }
    }
}
