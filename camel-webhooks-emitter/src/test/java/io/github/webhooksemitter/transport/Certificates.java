package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Certificates for 127.0.0.1 of an authority of our own, made by the JDK's keytool for this run. */
final class Certificates {
    static final String GOOD = "good";
    static final String EXPIRED = "expired";
    static final String OF_ANOTHER = "of-another";

    private static final String AUTHORITY = "authority";
    private static final String PASSWORD = "changeit";

    private final Path file;
    private final KeyStore all;

    private Certificates(Path file) throws Exception {
        this.file = file;
        keytool(AUTHORITY, "-ext", "bc:c");
        keytool(GOOD, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1");
        keytool(EXPIRED, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1", "-startdate", "-9d", "-validity", "5");
        keytool(OF_ANOTHER, "-signer", AUTHORITY, "-ext", "san=dns:another.example");
        all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            all.load(in, PASSWORD.toCharArray());
        }
    }

    static Certificates in(Path directory) throws Exception {
        return new Certificates(directory.resolve("certificates.p12"));
    }

    private void keytool(String alias, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool has made no certificate " + alias);
        }
    }

    /** A server socket on 127.0.0.1 that shows that certificate. */
    SSLServerSocket server(String alias) throws Exception {
        KeyStore one = empty();
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    /** What {@code http.sslContextParameters} takes: trusts the authority and nobody else. */
    SSLContextParameters trusted() {
        return new SSLContextParameters() {
            @Override
            public SSLContext createSSLContext(CamelContext camel) throws GeneralSecurityException, IOException {
                KeyStore authority = empty();
                authority.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(authority);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, trust.getTrustManagers(), null);
                return context;
            }
        };
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
