package io.github.webhooksemitter.signature;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 with a key prepared once. Thread safe.
 *
 * <p>Each call clones a keyed {@link Mac}, which saves looking up the algorithm and hashing the key for every attempt.
 */
final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    HmacSha256(byte[] key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new Key(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM + ".", e);
        }
    }

    byte[] of(byte[] content) {
        try {
            return ((Mac) keyed.clone()).doFinal(content);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The security provider's " + ALGORITHM + " cannot be cloned.", e);
        }
    }

    /** A key that may be empty: {@code SecretKeySpec} refuses what the original library and RFC 2104 allow. */
    private static final class Key implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Key(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
