package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Verified;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * GitHub's scheme: {@code X-Hub-Signature-256: sha256=} and the lower-case hex of HMAC-SHA256(secret, body). The secret's
 * text is used as it stands; without one a request goes unsigned, as GitHub's do. Several secrets: the newest signs.
 * Source: GitHub, "Validating webhook deliveries".
 */
final class GitHubScheme implements SignatureScheme {
    private static final String EVENT = "X-GitHub-Event";
    private static final String DELIVERY = "X-GitHub-Delivery";
    private static final String SIGNATURE = "X-Hub-Signature-256";
    private static final BodyHmac HMAC = new BodyHmac("sha256=", HexFormat.of()::formatHex);

    @Override
    public String name() {
        return "github";
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return Set.of(EVENT, DELIVERY, SIGNATURE);
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(keys.newestSecret().stream().toList());
        return request -> {
            SignedHeader event = new SignedHeader(EVENT, request.event());
            SignedHeader delivery = new SignedHeader(DELIVERY, request.deliveryId());
            return hmacs.isEmpty()
                    ? List.of(event, delivery)
                    : List.of(event, delivery, new SignedHeader(SIGNATURE, HMAC.value(hmacs.get(0), request.body())));
        };
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(Secrets.required(keys.secrets(), name()));
        NotVerified.Check check = (request, now) -> {
            HMAC.verify(hmacs, Received.header(request, SIGNATURE), request.body());
            return new Verified(name(), request.only(DELIVERY), request.only(EVENT), null);
        };
        return check.asVerifier();
    }
}
