package io.github.webhooksemitter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.function.BiConsumer;

/** Standard Webhooks: base64 of what {@link Digest} makes of {@code id.timestamp.body}, behind the scheme's version. */
record StandardWebhooksSigner(String version, Digest digest) implements Signer {
    /** An HMAC or a signature, whose key is in it. */
    @FunctionalInterface
    interface Digest {
        byte[] of(byte[] head, byte[] body) throws GeneralSecurityException;
    }

    @Override
    public void sign(String deliveryId, long epochSecond, byte[] body, BiConsumer<String, String> header) {
        byte[] head = (deliveryId + '.' + epochSecond + '.').getBytes(StandardCharsets.US_ASCII);
        header.accept("webhook-id", deliveryId);
        header.accept("webhook-timestamp", Long.toString(epochSecond));
        try {
            header.accept("webhook-signature", version + Base64.getEncoder().encodeToString(digest.of(head, body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with a key of our own failed", e);
        }
    }
}
