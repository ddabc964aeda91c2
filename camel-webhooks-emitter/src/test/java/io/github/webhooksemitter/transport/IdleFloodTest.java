package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a receiver does to a connection that waits for its next request holds up nobody. */
class IdleFloodTest extends TransportTestSupport {
    @TempDir
    Path directory;

    private Certificates certificates;

    @Override
    void configure(DefaultCamelContext camel) throws Exception {
        certificates = Certificates.in(directory);
        camel.getRegistry().bind("trusted", certificates.trusted());
    }

    @Test
    void a_flood_of_key_updates_on_an_idle_connection_ends_with_the_next_attempt() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        SSLServerSocket socket = certificates.server(Certificates.GOOD);
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        Sender sender = sender(Map.of("sslContextParameters", certificates.trusted()));
        try (RawServer server = new RawServer(socket, (raw, connection) -> {
            raw.next(connection);
            raw.say(connection, RawServer.OK);
            // Until its own buffers are full: nobody reads them meanwhile.
            while (true) {
                ((SSLSocket) connection).startHandshake();
                updates.incrementAndGet();
            }
        })) {
            String url = "https://127.0.0.1:" + server.port() + "/";
            assertThat(send(sender, attempt(url, LONG)).statusCode()).isEqualTo(204);
            long idle = System.nanoTime();
            // HttpClient would look at a connection that has been idle for a second.
            await().until(() -> updates.get() > 100 && System.nanoTime() - idle > 1_200_000_000L);

            Attempt next =
                    sendAside(sender, attempt(url, Duration.ofSeconds(2))).get(20, TimeUnit.SECONDS);

            assertThat(next.statusCode()).isZero();
            assertThat(next.duration()).isLessThan(Duration.ofSeconds(4));
        }
    }
}
