package io.github.webhooksemitter.signature;

import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * Makes fresh keys: {@code java -jar camel-webhooks-emitter-VERSION.jar keygen [secret|ed25519]}. It prints {@code name:
 * value} lines to the standard output, and nothing anywhere else.
 */
public final class Keygen {
    private static final int SECRET_LENGTH = 32;
    private static final String USAGE = "Use: keygen [secret | ed25519]";

    private Keygen() {}

    /** Without an argument it makes a secret; ends with status 2 for one that it does not know. */
    public static void main(String[] arguments) {
        if (!run(List.of(arguments), System.out)) {
            System.err.println(USAGE);
            System.exit(2);
        }
    }

    static boolean run(List<String> arguments, PrintStream out) {
        List<String> words = !arguments.isEmpty() && arguments.get(0).equals("keygen")
                ? arguments.subList(1, arguments.size())
                : arguments;
        if (words.isEmpty() || words.equals(List.of("secret"))) {
            byte[] secret = new byte[SECRET_LENGTH];
            new SecureRandom().nextBytes(secret);
            out.println("secret: " + Secrets.PREFIX + Base64.getEncoder().encodeToString(secret));
            return true;
        } else if (words.equals(List.of("ed25519"))) {
            keyPair(out);
            return true;
        }
        return false;
    }

    private static void keyPair(PrintStream out) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(Ed25519.ALGORITHM).generateKeyPair();
            out.println("privateKey: " + Ed25519Keys.text(pair.getPrivate()));
            out.println("publicKey: " + Ed25519Keys.text(pair.getPublic()));
            out.println(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            out.println(pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no Ed25519.", e);
        }
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN " + label + "-----\n" + Base64.getEncoder().encodeToString(encoded) + "\n-----END " + label
                + "-----";
    }
}
