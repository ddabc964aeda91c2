package io.github.webhooksemitter.signature;

import java.security.PublicKey;
import java.util.List;

/**
 * What a receiver verifies with: a request passes if any of the keys fits. Immutable.
 *
 * @param secrets shared secrets as they were given
 * @param publicKeys Ed25519 keys
 * @param headerIdentifier the {@code {Id}} of {@code X-{Id}-Event}
 */
public record VerifyingKeys(List<String> secrets, List<PublicKey> publicKeys, String headerIdentifier) {
    /**
     * Keeps copies of the lists.
     *
     * @throws IllegalArgumentException if a secret is empty: anyone could sign with it
     */
    public VerifyingKeys {
        if (secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("The secret to verify with is empty: give the sender's secret.");
        }
        secrets = List.copyOf(secrets);
        publicKeys = List.copyOf(publicKeys);
    }

    /** How much there is; never a key. */
    @Override
    public String toString() {
        return "VerifyingKeys[" + secrets.size() + " secrets, " + publicKeys.size() + " public keys]";
    }
}
