package io.github.webhooksemitter.signature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The default scheme, that of VoiSmart/webhooks_emitter: {@code X-{Id}-Signature: sha256:} and the lower-case base32hex,
 * without padding, of HMAC-SHA256(secret, body). The secret's text is used as it stands, in UTF-8.
 */
final class WebhooksEmitterScheme implements SignatureScheme {
    @Override
    public String name() {
        return "webhooks-emitter";
    }

    @Override
    public Signer signer(@Nullable String secret) {
        HmacSha256 hmac = secret == null ? null : new HmacSha256(secret.getBytes(StandardCharsets.UTF_8));
        return request -> {
            String prefix = "X-" + request.headerIdentifier() + "-";
            SignedHeader event = new SignedHeader(prefix + "Event", request.event());
            SignedHeader delivery = new SignedHeader(prefix + "Delivery", request.deliveryId());
            if (hmac == null) {
                return List.of(event, delivery);
            }
            String value = "sha256:" + Base32Hex.encode(hmac.of(request.body()));
            return List.of(event, delivery, new SignedHeader(prefix + "Signature", value));
        };
    }
}
