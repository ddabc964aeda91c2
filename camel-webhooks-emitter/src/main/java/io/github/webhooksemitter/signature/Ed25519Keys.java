package io.github.webhooksemitter.signature;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The text forms of Ed25519 keys: {@code whsk_} and {@code whpk_} of Standard Webhooks, and PEM (RFC 7468) of PKCS#8 and
 * X.509. Line breaks in PEM may be missing, or written as {@code \n}, as they are where a text has one line only. No
 * message ever shows a key.
 */
public final class Ed25519Keys {
    /** What Standard Webhooks puts before base64 of a private key. */
    static final String PRIVATE = "whsk_";
    /** What Standard Webhooks puts before base64 of a public key. */
    static final String PUBLIC = "whpk_";

    private static final int LENGTH = 32;
    /** All that RFC 8410 puts before the 32 bytes of a key. */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519Keys() {}

    /**
     * Reads a private key: {@code whsk_} and the base64 of a 32-byte seed or of a 64-byte key (seed and public key), or
     * PEM of PKCS#8.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wanted
     */
    public static PrivateKey privateKey(String text) {
        try {
            return text.startsWith(PRIVATE) ? ofSeed(base64(text, PRIVATE)) : pkcs8(pem(text, "PRIVATE KEY"));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Option privateKey must be whsk_ and the base64 of a 32-byte Ed25519 seed"
                            + " or of a 64-byte Ed25519 key, an Ed25519 key in PEM (-----BEGIN PRIVATE KEY-----), or #bean:name.");
        }
    }

    /**
     * Reads a public key: {@code whpk_} and the base64 of its 32 bytes, or PEM of X.509.
     *
     * @throws IllegalArgumentException if it is none; the message says what is wanted
     */
    public static PublicKey publicKey(String text) {
        try {
            byte[] encoded = text.startsWith(PUBLIC)
                    ? Bytes.joined(X509, exactly(base64(text, PUBLIC)))
                    : pem(text, "PUBLIC KEY");
            return KeyFactory.getInstance(Ed25519.ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new IllegalArgumentException("A public key must be whpk_ and the base64 of the 32 bytes of an Ed25519"
                    + " key, or such a key in PEM (-----BEGIN PUBLIC KEY-----).");
        }
    }

    /** Whether the key is one of Ed25519, wherever it comes from. */
    public static boolean isEd25519(Key key) {
        return key.getAlgorithm().equals(Ed25519.ALGORITHM)
                || key.getAlgorithm().equals("EdDSA")
                        && (!(key instanceof EdECKey known)
                                || known.getParams().getName().equals(Ed25519.ALGORITHM));
    }

    /** A private key as {@code whsk_} and the base64 of its seed. */
    static String text(PrivateKey key) {
        byte[] encoded = key.getEncoded();
        return PRIVATE + base64(Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length));
    }

    /** A public key as {@code whpk_} and the base64 of its 32 bytes. */
    static String text(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return PUBLIC + base64(Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length));
    }

    private static PrivateKey ofSeed(byte[] given) throws GeneralSecurityException {
        if (given.length != 2 * LENGTH) {
            return pkcs8(Bytes.joined(PKCS8, exactly(given)));
        }
        PrivateKey key = pkcs8(Bytes.joined(PKCS8, Arrays.copyOf(given, LENGTH)));
        PublicKey half = KeyFactory.getInstance(Ed25519.ALGORITHM)
                .generatePublic(
                        new X509EncodedKeySpec(Bytes.joined(X509, Arrays.copyOfRange(given, LENGTH, 2 * LENGTH))));
        // Its halves may have been glued together from two keys: receivers would refuse everything.
        if (!Ed25519.verifies(half, PKCS8, Ed25519.sign(key, PKCS8))) {
            throw new IllegalArgumentException("halves of different keys");
        }
        return key;
    }

    private static PrivateKey pkcs8(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(Ed25519.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static byte[] pem(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no PEM");
        }
        return Base64.getDecoder()
                .decode(text.substring(from + begin.length(), to)
                        .replace("\\n", "")
                        .replaceAll("\\s", ""));
    }

    private static byte[] exactly(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("wrong length");
        }
        return bytes;
    }

    private static byte[] base64(String text, String prefix) {
        return Base64.getDecoder().decode(text.substring(prefix.length()));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
