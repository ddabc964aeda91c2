package io.github.webhooksemitter.signature;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Set;

/** Standard Webhooks with an Ed25519 key: {@code v1a,} and the base64 of the signature of id.timestamp.body. */
final class StandardWebhooksEd25519Scheme implements SignatureScheme {
    static final String NAME = "standard-webhooks-ed25519";

    private static final String VERSION = "v1a,";

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
        PrivateKey key = keys.privateKey();
        if (key == null) {
            throw new IllegalArgumentException("Option privateKey is missing, which the scheme " + name()
                    + " signs with: set it to whsk_…, to PEM of PKCS#8, or to #bean:name.");
        }
        return StandardWebhooks.signer(
                content -> VERSION + Base64.getEncoder().encodeToString(Ed25519.sign(key, content)));
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        if (keys.publicKeys().isEmpty()) {
            throw new IllegalArgumentException("The scheme " + name()
                    + " verifies with a public key, and none is given: set it to whpk_… or PEM.");
        }
        return StandardWebhooks.verifier(this, keys, VERSION, (content, given) -> {
            byte[] signature = Received.base64(given);
            for (PublicKey key : keys.publicKeys()) {
                if (Ed25519.verifies(key, content, signature)) {
                    return true;
                }
            }
            return false;
        });
    }
}
