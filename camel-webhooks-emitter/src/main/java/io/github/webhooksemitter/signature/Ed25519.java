package io.github.webhooksemitter.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Ed25519 (RFC 8032) from the JDK. A {@link Signature} is no more than a buffer beside its key: each call has its own. */
final class Ed25519 {
    static final String ALGORITHM = "Ed25519";

    private Ed25519() {}

    static byte[] sign(PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            // What a provider says about a key is not for logs.
            throw new IllegalStateException("This Java runtime cannot sign with the Ed25519 key ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /** Whether the signature is that key's; a signature of whatever form that is none is not. */
    static boolean verifies(PublicKey key, byte[] content, byte[] given) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(given);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
