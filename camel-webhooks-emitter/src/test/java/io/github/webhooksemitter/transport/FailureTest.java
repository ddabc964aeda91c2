package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest extends TransportTestSupport {

    @TempDir
    Path directory;

    @Test
    void a_closed_port_is_connect() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        assertThat(send(sender(), attempt("http://127.0.0.1:" + port + "/", LONG))
                        .failure())
                .contains(Failure.CONNECT);
    }

    @Test
    void an_unknown_name_is_dns() throws Exception {
        transport.stop();
        transport = new Transport(context, new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                throw new UnknownHostException(host);
            }
        });
        transport.start();
        assertThat(send(sender(), attempt("http://nobody.invalid/", LONG)).failure())
                .contains(Failure.DNS);
    }

    @Test
    void no_tls_at_the_other_end_is_tls() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.say(socket, "HTTP/1.1 400 Bad\r\n\r\n"))) {
            assertThat(send(sender(), attempt("https://127.0.0.1:" + server.port() + "/", LONG))
                            .failure())
                    .contains(Failure.TLS);
        }
    }

    @Test
    void a_stalled_handshake_is_tls_and_ends_with_the_connect_timeout() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            Attempt attempt = send(sender(), attempt("https://127.0.0.1:" + server.port() + "/", LONG));

            assertThat(attempt.failure()).contains(Failure.TLS);
            assertThat(took(attempt)).isBetween(CONNECT, CONNECT.multipliedBy(2));
        }
    }

    @Test
    void tls_is_verified_unless_told_otherwise() throws Exception {
        SSLContextParameters trusting = trusting(keyStore());
        context.getRegistry().bind("trusting", trusting);
        try (RawServer server = tlsServer(keyStore(), "TLSv1.2", "TLSv1.3")) {
            String byName = "https://localhost:" + server.port() + "/";
            String byAddress = "https://127.0.0.1:" + server.port() + "/";

            assertThat(send(sender(), attempt(byName, LONG)).failure()).contains(Failure.TLS);
            assertThat(server.requests).isEmpty();

            Sender trusts = sender(Map.of("sslContextParameters", "#bean:trusting"));
            assertThat(send(trusts, attempt(byName, LONG)).statusCode()).isEqualTo(204);
            assertThat(send(trusts, attempt(byName, LONG)).statusCode()).isEqualTo(204);
            assertThat(send(trusts, attempt(byAddress, LONG)).failure())
                    .as("a certificate for another name")
                    .contains(Failure.TLS);

            Sender careless = sender(
                    Map.of("sslContextParameters", trusting, "x509HostnameVerifier", NoopHostnameVerifier.INSTANCE));
            assertThat(send(careless, attempt(byAddress, LONG)).statusCode()).isEqualTo(204);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void a_receiver_of_old_tls_only_is_tls() throws Exception {
        try (RawServer server = tlsServer(keyStore(), "TLSv1.1")) {
            Sender sender = sender(Map.of("sslContextParameters", trusting(keyStore())));

            assertThat(send(sender, attempt("https://localhost:" + server.port() + "/", LONG))
                            .failure())
                    .contains(Failure.TLS);
        }
    }

    private RawServer tlsServer(Path keys, String... protocols) throws Exception {
        KeyManagersParameters own = new KeyManagersParameters();
        own.setKeyStore(store(keys));
        own.setKeyPassword("changeit");
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(own);
        SSLServerSocket socket = (SSLServerSocket) parameters
                .createSSLContext(context)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        socket.setEnabledProtocols(protocols);
        return new RawServer(socket, (raw, accepted) -> {
            while (raw.next(accepted)) {
                raw.say(accepted, RawServer.OK);
            }
        });
    }

    private SSLContextParameters trusting(Path keys) {
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store(keys));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    private static KeyStoreParameters store(Path keys) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword("changeit");
        store.setType("PKCS12");
        return store;
    }

    private Path keyStore() throws Exception {
        Path file = directory.resolve("localhost.p12");
        if (Files.notExists(file)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "localhost",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        return file;
    }
}
