package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DNS, proxies and kept connections may try: nothing is ever connected to that is not allowed. */
class NetworkGuardTest extends TransportTestSupport {
    private static final NetworkPolicy PUBLIC = NetworkPolicy.of("public", "1-65535");

    private final FixedDns dns = new FixedDns();
    private final Dial dial = new Dial();

    @BeforeEach
    void withFixedDns() {
        resolvingWith(dns);
    }

    private void resolvingWith(DnsResolver resolver) {
        transport.stop();
        transport = new Transport(context, resolver, dial::socket);
        transport.start();
    }

    private Attempt send(String url) throws Exception {
        return send(sender(PUBLIC, Map.of()), attempt(url, LONG));
    }

    private void assertBlocked(Attempt attempt) {
        assertThat(attempt.failure()).contains(Failure.BLOCKED);
        assertThat(attempt.statusCode()).isZero();
    }

    @Test
    void a_name_that_means_another_address_a_moment_later_gains_nothing() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            String url = "http://flip.test.example:" + server.port() + "/";
            dns.say("flip.test.example", "8.8.8.8");
            assertThat(send(url).failure()).contains(Failure.CONNECT);
            assertThat(dns.asked()).as("one lookup, checked and used").hasSize(1);

            dns.say("flip.test.example", "127.0.0.1");
            assertBlocked(send(url));
            dns.say("flip.test.example", "8.8.8.8");
            assertThat(send(url).failure()).contains(Failure.CONNECT);

            assertThat(dial.addresses()).containsOnly("8.8.8.8");
            assertThat(server.connections).isEmpty();
        }
    }

    @Test
    void a_name_that_answers_differently_within_one_connect_is_asked_once() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        resolvingWith(new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                asked.countDown();
                return new InetAddress[] {InetAddress.getByName(asked.getCount() == 1 ? "8.8.8.8" : "127.0.0.1")};
            }

            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                return List.of(new InetSocketAddress(resolve(host)[0], port));
            }
        });
        send("http://flip.test.example/");

        assertThat(asked.getCount()).isEqualTo(1);
        assertThat(dial.addresses()).containsExactly("8.8.8.8");
    }

    @Test
    void of_many_addresses_eight_are_tried() throws Exception {
        dns.say("many.test.example", publicAddresses(500));
        assertThat(send("http://many.test.example/").failure()).contains(Failure.CONNECT);

        assertThat(dial.addresses()).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "169.254.169.254", "10.0.0.1", "fd00::1", "64:ff9b::7f00:1"})
    void one_address_among_many_that_is_not_allowed_condemns_the_name(String address) throws Exception {
        dns.say(
                "many.test.example",
                Stream.concat(Stream.of(publicAddresses(499)), Stream.of(address))
                        .toArray(String[]::new));
        assertBlocked(send("http://many.test.example/"));

        assertThat(dial.addresses()).isEmpty();
    }

    private static String[] publicAddresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "8.8." + i / 250 + "." + (1 + i % 250))
                .toArray(String[]::new);
    }

    @Test
    void a_host_that_carries_its_address_past_the_resolver_is_stopped_at_the_socket() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            HttpHost carrier =
                    new HttpHost("http", InetAddress.getByName("127.0.0.1"), "public.test.example", server.port());
            Attempt attempt = new Attempt(
                    new Target(URI.create("http://public.test.example/"), carrier, "/"), List.of(), new byte[0], LONG);

            assertBlocked(send(sender(PUBLIC, Map.of()), attempt));
            assertThat(dns.asked()).isEmpty();
            assertThat(dial.addresses()).isEmpty();
            assertThat(server.connections).isEmpty();
        }
    }

    @Test
    void no_answer_of_any_kind_is_a_failure_of_dns() throws Exception {
        for (InetAddress[] none : new InetAddress[][] {null, new InetAddress[0]}) {
            resolvingWith(new DnsResolver() {
                @Override
                public InetAddress[] resolve(String host) {
                    return none;
                }

                @Override
                public String resolveCanonicalHostname(String host) {
                    return host;
                }
            });
            assertThat(send("http://public.test.example/").failure()).contains(Failure.DNS);
        }
        resolvingWith(dns);
        assertThat(send("http://public.test.example/").failure()).contains(Failure.DNS);
        assertThat(dial.addresses()).isEmpty();
    }

    @Test
    void a_lookup_that_hangs_opens_no_connection() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        resolvingWith(new SystemDefaultDnsResolver() {
            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return List.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            }
        });
        CompletableFuture<Attempt> sent =
                sendAside(sender(PUBLIC, Map.of()), attempt("http://slow.test.example/", LONG));
        answer.countDown();

        assertBlocked(sent.get(20, TimeUnit.SECONDS));
        assertThat(dial.addresses()).isEmpty();
    }

    @Test
    void a_kept_connection_is_not_used_under_another_policy() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            dns.say("pooled.test.example", "127.0.0.1");
            String url = "http://pooled.test.example:" + server.port() + "/";
            Sender lax = sender(LOOPBACK, Map.of());
            assertThat(send(lax, attempt(url, LONG)).statusCode()).isEqualTo(204);
            assertThat(server.connections).hasSize(1);

            assertBlocked(send(url));
            assertThat(send(lax, attempt(url, LONG)).statusCode()).isEqualTo(204);
            assertThat(server.connections).hasSize(1);
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void a_resolver_is_guarded_for_whoever_asks_without_a_port() throws Exception {
        NetworkGuard guard = new NetworkGuard(PUBLIC, Optional.empty(), dns.say("a.test.example", "10.0.0.1"));

        assertThat(guard.resolve("8.8.8.8")).containsExactly(InetAddress.getByName("8.8.8.8"));
        for (String host : List.of("a.test.example", "127.0.0.1", "127.1", "localhost")) {
            assertThatThrownBy(() -> guard.resolve(host)).isInstanceOf(BlockedAddressException.class);
        }
    }

    // Proxies

    private Sender through(RawServer proxy, NetworkPolicy network, String... more) {
        Map<String, Object> options = new HashMap<>(Map.of("proxyHost", "127.0.0.1", "proxyPort", proxy.port()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return sender(network, options);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxied.test.example/",
                "https://proxied.test.example/",
                "http://169.254.169.254/latest/meta-data",
                "http://localhost/",
                "http://8.8.8.8:22/"
            })
    void with_a_proxy_the_target_is_checked_first(String url) throws Exception {
        dns.say("proxied.test.example", "10.0.0.1");
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            NetworkPolicy shipped = NetworkPolicy.of("public", "80,443,1024-65535");
            assertBlocked(send(through(proxy, shipped), attempt(url, LONG)));
            assertThat(proxy.connections).isEmpty();
        }
    }

    @Test
    void a_proxy_on_a_network_that_is_not_allowed_is_trusted_but_is_no_receiver() throws Exception {
        dns.say("public.test.example", "8.8.8.8");
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            Sender sender = through(proxy, PUBLIC);
            assertThat(send(sender, attempt("http://public.test.example/", LONG))
                            .statusCode())
                    .isEqualTo(204);
            assertBlocked(send(sender, attempt(proxy.url("/"), LONG)));
            assertThat(send(sender, attempt("http://nobody.test.example/", LONG))
                            .failure())
                    .contains(Failure.DNS);

            assertThat(proxy.requests).hasSize(1);
            assertThat(proxy.requests.get(0)).startsWith("POST http://public.test.example/ HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.test.example", "proxy.test.example"})
    void the_name_of_a_proxy_is_trusted_as_a_proxy_only(String nonProxyHosts) throws Exception {
        dns.say("proxy.test.example", "127.0.0.1").say("public.example", "8.8.8.8");
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            Sender sender = nonProxyHosts.isEmpty()
                    ? through(proxy, PUBLIC, "proxyHost", "proxy.test.example")
                    : through(proxy, PUBLIC, "proxyHost", "proxy.test.example", "nonProxyHosts", nonProxyHosts);

            assertBlocked(send(sender, attempt("http://proxy.test.example:" + proxy.port() + "/", LONG)));
            assertBlocked(send(sender, attempt("http://PROXY.test.example.:" + proxy.port() + "/", LONG)));
            assertThat(proxy.connections).isEmpty();
            assertThat(send(sender, attempt("http://public.example/", LONG)).statusCode())
                    .isEqualTo(204);
            assertThat(proxy.requests).hasSize(1);
        }
    }

    @Test
    void with_any_allowed_a_proxy_alone_resolves_names() throws Exception {
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            assertThat(send(through(proxy, ANY), attempt("http://nobody.test.example/", LONG))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(dns.asked()).containsExactly("127.0.0.1");
        }
    }

    @Test
    void a_receiver_that_goes_past_the_proxy_is_checked_as_any_other() throws Exception {
        dns.say("direct.test.example", "127.0.0.1");
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            assertBlocked(send(
                    through(proxy, PUBLIC, "nonProxyHosts", "direct.test.example"),
                    attempt("http://direct.test.example:" + proxy.port() + "/", LONG)));
            assertThat(proxy.connections).isEmpty();
        }
    }

    // OAuth 2

    private Map<String, Object> tokensFrom(String url) {
        return Map.of("oauth2ClientId", "id", "oauth2ClientSecret", "s3cret", "oauth2TokenEndpoint", url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/t0ken", "https://192.168.1.1/t0ken", "http://localhost/t0ken"})
    void a_token_is_not_fetched_from_where_the_emitter_may_not_send(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sender(PUBLIC, tokensFrom(url)))
                .withMessageStartingWith("Option http.oauth2TokenEndpoint leads into a network that allowedNetworks")
                .withMessageNotContaining("t0ken");
    }

    @Test
    void a_token_is_not_fetched_from_a_name_that_means_such_an_address() throws Exception {
        dns.say("tokens.test.example", "10.0.0.1");
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            Sender sender = sender(LOOPBACK, tokensFrom("http://tokens.test.example/token"));

            assertBlocked(send(sender, attempt(server.url("/"), LONG)));
            assertThat(dial.addresses()).doesNotContain("10.0.0.1");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void each_emitter_has_tokens_of_its_own() throws Exception {
        try (RawServer tokens = new RawServer((raw, socket) -> {
                    while (raw.next(socket)) {
                        String asked = raw.requests.get(raw.requests.size() - 1);
                        String who = asked.contains("client_id=one") ? "one" : "other";
                        String token = "{\"access_token\":\"token-of-" + who + "\",\"expires_in\":\"60\"}";
                        raw.say(
                                socket,
                                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + token.length()
                                        + "\r\n\r\n" + token);
                    }
                });
                RawServer server = RawServer.answering(RawServer.OK)) {
            for (String who : List.of("one", "other", "one")) {
                Map<String, Object> options = new HashMap<>(tokensFrom(tokens.url("/token")));
                options.put("oauth2ClientId", who);
                options.put("oauth2BodyAuthentication", "true");
                send(sender(LOOPBACK, options), attempt(server.url("/"), LONG));

                assertThat(server.requests.get(server.requests.size() - 1))
                        .contains("\r\nAuthorization: Bearer token-of-" + who + "\r\n");
            }
        }
    }

    @Test
    void a_token_endpoint_that_is_no_url_is_refused_by_its_own_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sender(PUBLIC, tokensFrom("ftp://tokens.test.example/t0ken")))
                .withMessageStartingWith("option http.oauth2TokenEndpoint: its url is not an http or https address")
                .withMessageNotContaining("t0ken");
    }

    @Test
    void a_token_costs_the_attempts_own_time() throws Exception {
        try (RawServer tokens = new RawServer((raw, socket) -> raw.hang());
                RawServer server = RawServer.answering(RawServer.OK)) {
            Attempt attempt = send(
                    sender(LOOPBACK, tokensFrom(tokens.url("/token"))),
                    attempt(server.url("/"), Duration.ofMillis(500)));

            assertThat(attempt.failure()).contains(Failure.DEADLINE);
            assertThat(took(attempt)).isLessThan(Duration.ofSeconds(5));
            assertThat(server.requests).isEmpty();
        }
    }
}
