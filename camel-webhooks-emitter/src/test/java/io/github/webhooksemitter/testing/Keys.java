package io.github.webhooksemitter.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A key and its self-signed certificate, in a file of its own. */
public final class Keys {
    private static final String PASSWORD = "changeit";

    private final Path file;

    private Keys(Path file) {
        this.file = file;
    }

    /**
     * Makes a pair with the JDK's keytool.
     *
     * @param names what it is a certificate for, such as {@code ip:127.0.0.1} or {@code dns:localhost}
     */
    public static Keys in(Path directory, String name, String names) throws IOException, InterruptedException {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no keys");
        }
        return new Keys(file);
    }

    /** TLS that shows these keys, and trusts those. */
    public static SSLContextParameters tls(Keys own, Keys trusted) {
        SSLContextParameters parameters = new SSLContextParameters();
        if (own != null) {
            KeyManagersParameters shown = new KeyManagersParameters();
            shown.setKeyStore(own.store());
            shown.setKeyPassword(PASSWORD);
            parameters.setKeyManagers(shown);
        }
        if (trusted != null) {
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(trusted.store());
            parameters.setTrustManagers(trust);
        }
        return parameters;
    }

    private KeyStoreParameters store() {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(PASSWORD);
        store.setType("PKCS12");
        return store;
    }
}
