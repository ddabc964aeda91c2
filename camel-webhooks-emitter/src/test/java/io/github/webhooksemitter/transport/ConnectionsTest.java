package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.Test;

class ConnectionsTest extends TransportTestSupport {

    @Override
    void configure(DefaultCamelContext camel) {
        // a user's own http component and the deprecated global proxy: neither is ours to obey
        HttpComponent users = new HttpComponent();
        users.setProxyHost("127.0.0.1");
        users.setProxyPort(1);
        users.setUserAgent("theirs");
        users.setFollowRedirects(true);
        camel.addComponent("http", users);
        camel.getGlobalOptions().put("http.proxyHost", "127.0.0.1");
        camel.getGlobalOptions().put("http.proxyPort", "1");
    }

    @Test
    void the_users_http_component_and_global_proxy_have_no_effect() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            assertThat(send(sender(), attempt(server.url("/"), LONG)).statusCode())
                    .isEqualTo(204);
            assertThat(server.requests.get(0)).startsWith("POST / HTTP/1.1").doesNotContain("theirs");
        }
    }

    @Test
    void a_kept_connection_that_was_closed_is_replaced_within_the_attempt() throws Exception {
        CountDownLatch close = new CountDownLatch(1);
        try (RawServer server = new RawServer((raw, socket) -> {
            boolean first = raw.connections.size() == 1;
            raw.next(socket);
            raw.say(socket, RawServer.OK);
            if (first) {
                close.await();
            } else {
                raw.hang();
            }
        })) {
            Sender sender = sender();
            send(sender, attempt(server.url("/"), LONG));
            close.countDown();
            await().until(() -> server.connections.get(0).isClosed());

            assertThat(send(sender, attempt(server.url("/"), LONG)).statusCode())
                    .isEqualTo(204);
            assertThat(server.connections).hasSize(2);
        }
    }

    @Test
    void a_kept_connection_that_takes_the_request_and_closes_is_replaced_once() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            if (raw.connections.size() == 1 && raw.next(socket)) {
                raw.say(socket, RawServer.OK);
            }
            raw.next(socket);
        })) {
            Sender sender = sender();
            send(sender, attempt(server.url("/"), LONG));
            Attempt second = send(sender, attempt(server.url("/"), LONG));

            assertThat(second.failure()).contains(Failure.IO);
            assertThat(server.requests).hasSize(3);
            assertThat(server.connections).hasSize(2);
        }
    }

    @Test
    void a_kept_connection_that_breaks_within_a_reply_is_not_replaced() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, RawServer.OK);
            raw.next(socket);
            raw.say(socket, "HTT");
        })) {
            Sender sender = sender();
            send(sender, attempt(server.url("/"), LONG));
            Attempt second = send(sender, attempt(server.url("/"), LONG));

            assertThat(second.failure()).isPresent();
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void a_server_that_always_closes_after_its_reply_gets_every_request_once() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, RawServer.OK);
        })) {
            Sender sender = sender();
            for (int i = 0; i < 300; i++) {
                assertThat(send(sender, attempt(server.url("/"), LONG)).statusCode())
                        .isEqualTo(204);
            }
            assertThat(server.requests).hasSize(300);
        }
    }

    @Test
    void equal_settings_share_connections_and_others_do_not() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            send(sender(), attempt(server.url("/"), LONG));
            send(sender(), attempt(server.url("/"), LONG));
            assertThat(server.connections).hasSize(1);

            send(
                    transport.lease(new TransportSettings(Duration.ofSeconds(3), LOOPBACK, Map.of()), 1, true),
                    attempt(server.url("/"), LONG));
            assertThat(server.connections).hasSize(2);
        }
    }

    @Test
    void the_pool_has_room_for_the_sum_of_all_leases() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            Sender one = sender();
            Sender other = sender();
            other.resize(4);
            List<Attempt> attempts = new ArrayList<>();
            List<CompletableFuture<Attempt>> sent = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Attempt attempt = attempt(server.url("/"), LONG);
                attempts.add(attempt);
                sent.add(inThread(i == 0 ? one : other, attempt));
            }
            await().until(() -> server.connections.size() == 5);
            await().during(Duration.ofMillis(200)).until(() -> server.connections.size() == 5);
            attempts.forEach(Attempt::cut);
            for (CompletableFuture<Attempt> attempt : sent) {
                attempt.get(5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void the_last_close_closes_idle_connections_and_lets_attempts_end() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            answer.await();
            raw.say(socket, RawServer.OK);
            raw.next(socket);
        })) {
            Sender one = sender();
            Sender other = sender();
            CompletableFuture<Attempt> sent = inThread(one, attempt(server.url("/"), LONG));
            await().until(() -> !server.requests.isEmpty());
            one.close();
            one.close();
            other.close();
            answer.countDown();

            assertThat(sent.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
            await().until(() -> server.connections.get(0).isClosed());
            assertThatIllegalStateException().isThrownBy(() -> send(one, attempt(server.url("/"), LONG)));

            assertThat(send(sender(), attempt(server.url("/"), LONG)).statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_resolver_sees_names_and_literals_and_decides_where_to_connect() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            List<String> asked = new ArrayList<>();
            transport.stop();
            transport = new Transport(context, new SystemDefaultDnsResolver() {
                @Override
                public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                    asked.add(host);
                    return List.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port()));
                }
            });
            transport.start();
            Sender sender = sender(ANY, Map.of());
            send(sender, attempt("http://receiver.example/", LONG));
            send(sender, attempt("http://169.254.169.254:81/", LONG));

            assertThat(asked).containsExactly("receiver.example", "169.254.169.254");
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void a_lease_needs_a_started_transport_and_a_concurrency() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transport.lease(new TransportSettings(CONNECT, LOOPBACK, Map.of()), 0, true))
                .withMessageContaining("concurrency");
        assertThatIllegalStateException().isThrownBy(() -> new Transport(context)
                .lease(new TransportSettings(CONNECT, LOOPBACK, Map.of()), 1, true));
    }

    private CompletableFuture<Attempt> inThread(Sender sender, Attempt attempt) {
        CompletableFuture<Attempt> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                done.complete(send(sender, attempt));
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }
}
