package io.github.webhooksemitter.signature;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Standard Webhooks with a shared secret: {@code v1,} and the base64 of HMAC-SHA256(secret, id.timestamp.body), one for
 * each secret. A secret is {@code whsec_} and base64, or text.
 */
final class StandardWebhooksScheme implements SignatureScheme {
    static final String NAME = "standard-webhooks";

    private static final String VERSION = "v1,";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return StandardWebhooks.headers();
    }

    @Override
    public boolean takes(String deliveryId) {
        return StandardWebhooks.takes(deliveryId);
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<HmacSha256> hmacs = Secrets.decoded(Secrets.required(keys.secrets(), name()));
        return StandardWebhooks.signer(content ->
                hmacs.stream().map(hmac -> VERSION + value(hmac, content)).collect(Collectors.joining(" ")));
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        List<HmacSha256> hmacs = Secrets.decoded(Secrets.required(keys.secrets(), name()));
        return StandardWebhooks.verifier(this, keys, VERSION, (content, given) -> {
            boolean fits = false;
            for (HmacSha256 hmac : hmacs) {
                fits |= Received.isEqual(value(hmac, content), given);
            }
            return fits;
        });
    }

    private static String value(HmacSha256 hmac, byte[] content) {
        return Base64.getEncoder().encodeToString(hmac.of(content));
    }
}
