package io.github.webhooksemitter.signature;

import java.security.PrivateKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an emitter signs with. Immutable.
 *
 * @param secrets the secret and those that receivers may still know, as they were given, newest first; empty: none
 * @param privateKey an Ed25519 key; null: none
 * @param keyId the name of the key for schemes that send one; null: none
 */
public record SigningKeys(
        List<String> secrets,
        @Nullable PrivateKey privateKey,
        @Nullable String keyId) {
    /** Keeps a copy of the list. */
    public SigningKeys {
        secrets = List.copyOf(secrets);
    }

    /** One secret, and nothing else. */
    public static SigningKeys ofSecret(String secret) {
        return new SigningKeys(List.of(secret), null, null);
    }

    /** The newest secret, if there is one. */
    public Optional<String> newestSecret() {
        return secrets.stream().findFirst();
    }

    /** How much there is; never a key. */
    @Override
    public String toString() {
        return "SigningKeys[" + secrets.size() + " secrets" + (privateKey == null ? "]" : ", private key]");
    }
}
