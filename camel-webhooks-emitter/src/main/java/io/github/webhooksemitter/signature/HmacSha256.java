package io.github.webhooksemitter.signature;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 with a key prepared once. Thread safe.
 *
 * <p>Each call clones a keyed {@link Mac}, which saves looking up the algorithm and hashing the key for every attempt.
 * With a security provider whose {@link Mac} cannot be cloned, BouncyCastle's for one, each call makes its own.
 */
final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final Macs macs;
    private final Key key;
    private final @Nullable Mac keyed;

    HmacSha256(byte[] key) {
        this(key, () -> Mac.getInstance(ALGORITHM));
    }

    /** With MACs from elsewhere than from the first provider that has some. */
    HmacSha256(byte[] key, Macs macs) {
        this.macs = macs;
        this.key = new Key(key);
        Mac first = fresh();
        this.keyed = canBeCloned(first) ? first : null;
    }

    /** Gives MACs without a key. */
    @FunctionalInterface
    interface Macs {
        Mac next() throws GeneralSecurityException;
    }

    byte[] of(byte[] content) {
        return mac().doFinal(content);
    }

    private Mac mac() {
        Mac template = keyed;
        if (template == null) {
            return fresh();
        }
        try {
            return (Mac) template.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("A " + ALGORITHM + " that could be cloned no longer can.", e);
        }
    }

    private Mac fresh() {
        try {
            Mac mac = macs.next();
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM + ".", e);
        }
    }

    private static boolean canBeCloned(Mac mac) {
        try {
            return mac.clone() instanceof Mac;
        } catch (CloneNotSupportedException e) {
            return false;
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
