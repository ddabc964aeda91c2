package io.github.webhooksemitter.signature;

import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * HMAC-SHA256 with one key. Thread safe.
 *
 * <p>A {@link Mac} is made at the first call and used again: a call then allocates 48 bytes, where a clone of a keyed one
 * takes 504 and a new one 856 (1 KiB, JDK 17). Calls that meet make one each, and one of those is kept.
 */
final class HmacSha256 {
    private static final String ALGORITHM = "HmacSHA256";

    private final Macs macs;
    private final Key key;
    private final AtomicReference<@Nullable Mac> idle = new AtomicReference<>();

    HmacSha256(byte[] key) {
        this(key, () -> Mac.getInstance(ALGORITHM));
    }

    /** With MACs from elsewhere than from the first provider that has some. */
    HmacSha256(byte[] key, Macs macs) {
        this.macs = macs;
        this.key = new Key(key);
    }

    /** Gives MACs without a key. */
    @FunctionalInterface
    interface Macs {
        Mac next() throws GeneralSecurityException;
    }

    byte[] of(byte[] content) {
        Mac known = idle.getAndSet(null);
        Mac mac = known == null ? fresh() : known;
        byte[] value = mac.doFinal(content);
        // Not if that threw: in what state it is then is for its provider to know.
        idle.set(mac);
        return value;
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
