package io.github.webhooksemitter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How requests are signed: the options that an emitter needs for it, and the same without the component. */
enum Scheme {
    UNSIGNED,
    WEBHOOKS_EMITTER,
    STANDARD_WEBHOOKS,
    STANDARD_WEBHOOKS_ED25519;

    private static final class Keys {
        static final String SECRET = "benchmark-secret";
        static final byte[] SEED = "benchmark-seed-of-32-bytes-12345".getBytes(StandardCharsets.US_ASCII);
        static final String PRIVATE_KEY = "whsk_" + Base64.getEncoder().encodeToString(SEED);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Scheme named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace("-", "_"));
    }

    Map<String, String> options() {
        return switch (this) {
            case UNSIGNED -> Map.of();
            case WEBHOOKS_EMITTER -> Map.of("secret", Keys.SECRET);
            case STANDARD_WEBHOOKS -> Map.of("signature", label(), "secret", Keys.SECRET);
            case STANDARD_WEBHOOKS_ED25519 -> Map.of("signature", label(), "privateKey", Keys.PRIVATE_KEY);
        };
    }

    Signer signer() {
        try {
            return switch (this) {
                case UNSIGNED -> (deliveryId, epochSecond, body, header) -> {};
                case WEBHOOKS_EMITTER -> new BodySigner(hmac());
                case STANDARD_WEBHOOKS -> {
                    Mac hmac = hmac();
                    yield new StandardWebhooksSigner("v1,", (head, body) -> {
                        hmac.update(head);
                        return hmac.doFinal(body);
                    });
                }
                case STANDARD_WEBHOOKS_ED25519 -> {
                    Signature signature = Signature.getInstance("Ed25519");
                    signature.initSign(KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, Keys.SEED)));
                    yield new StandardWebhooksSigner("v1a,", (head, body) -> {
                        signature.update(head);
                        signature.update(body);
                        return signature.sign();
                    });
                }
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 and Ed25519 are part of every JDK of 17 or later", e);
        }
    }

    private static Mac hmac() throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Keys.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac;
    }
}
