package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Verified;
import java.util.List;
import java.util.Set;

/**
 * The default scheme, that of VoiSmart/webhooks_emitter: {@code X-{Id}-Signature: sha256:} and the lower-case base32hex,
 * without padding, of HMAC-SHA256(secret, body). The secret's text is used as it stands, in UTF-8; without one a request
 * goes unsigned. Several secrets: the newest signs.
 */
final class WebhooksEmitterScheme implements SignatureScheme {
    private static final BodyHmac HMAC = new BodyHmac("sha256:", Base32Hex::encode);

    @Override
    public String name() {
        return "webhooks-emitter";
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return Set.of(signature(headerIdentifier));
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(keys.newestSecret().stream().toList());
        return request -> {
            List<SignedHeader> naming = Naming.headers(request);
            return hmacs.isEmpty()
                    ? naming
                    : List.of(
                            naming.get(0),
                            naming.get(1),
                            new SignedHeader(
                                    signature(request.headerIdentifier()), HMAC.value(hmacs.get(0), request.body())));
        };
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(Secrets.required(keys.secrets(), name()));
        String id = keys.headerIdentifier();
        NotVerified.Check check = (request, now) -> {
            HMAC.verify(hmacs, Received.header(request, signature(id)), request.body());
            return new Verified(name(), request.only(Naming.delivery(id)), request.only(Naming.event(id)), null);
        };
        return check.asVerifier();
    }

    private static String signature(String headerIdentifier) {
        return "X-" + headerIdentifier + "-Signature";
    }
}
