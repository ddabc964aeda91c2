package io.github.webhooksemitter.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.signature.ReceivedRequest;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignatureSchemes;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.signature.UnsignedRequest;
import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import io.github.webhooksemitter.signature.VerifyingKeys;
import io.github.webhooksemitter.signature.WebhookVerifier;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Logs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guard lets into a route, and what a stranger is told. */
class WebhookGuardTest {
    private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final byte[] BODY = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);

    private final DefaultCamelContext context = Contexts.create();
    private final WebhookGuard guard = new WebhookGuard();
    private final MemoryIdempotentRepository ids = new MemoryIdempotentRepository();
    private MockEndpoint handled;

    @BeforeEach
    void prepare() {
        guard.setSignature("standard-webhooks");
        guard.setSecret(SECRET);
        context.getRegistry().bind("guard", guard);
        handled = context.getEndpoint("mock:handled", MockEndpoint.class);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hooks").process(guard).to("mock:handled");
            }
        });
        context.start();
    }

    private static Map<String, Object> signed(String scheme, String id, byte[] body) {
        UnsignedRequest request = new UnsignedRequest(
                "Webhooks",
                id,
                "order.paid",
                Instant.now(),
                "POST",
                URI.create("https://shop.example/hooks?a=1"),
                List.of(new SignedHeader("Content-Type", "application/json")),
                body);
        Map<String, Object> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        SignatureSchemes.named(scheme)
                .orElseThrow()
                .signer(SigningKeys.ofSecret(SECRET))
                .sign(request)
                .forEach(header -> headers.put(header.name(), header.value()));
        return headers;
    }

    private static Map<String, Object> signed(String id) {
        return signed("standard-webhooks", id, BODY);
    }

    private Exchange send(Object body, Map<String, Object> headers) {
        return context.createProducerTemplate().send("direct:hooks", ExchangePattern.InOut, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
    }

    private static Integer status(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    @Test
    void a_genuine_webhook_passes_with_its_raw_bytes() throws Exception {
        start();

        for (Object body : List.of(
                BODY,
                new ByteArrayInputStream(BODY),
                new InputStreamCache(BODY),
                new String(BODY, StandardCharsets.UTF_8))) {
            handled.reset();
            Exchange exchange = send(body, signed("d1"));

            assertThat(status(exchange)).isNull();
            assertThat(handled.getExchanges().get(0).getMessage().getBody()).isEqualTo(BODY);
            assertThat(exchange.getProperty(WebhookGuard.VERIFICATION))
                    .isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.deliveryId())
                            .contains("d1"));
        }
    }

    @Test
    void a_stream_that_was_read_before_is_read_again() throws Exception {
        start();
        InputStreamCache cache = new InputStreamCache(BODY);
        cache.readAllBytes();

        assertThat(status(send(cache, signed("d1")))).isNull();
        handled.expectedMessageCount(1);
        handled.assertIsSatisfied();
    }

    @Test
    void a_forged_webhook_is_answered_with_401_and_nothing_else() throws Exception {
        start();
        Map<String, Object> headers = signed("d1");
        headers.put("X-Echo", "me");

        Exchange exchange = send("{\"a\":2}", headers);

        assertThat(status(exchange)).isEqualTo(401);
        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE);
        assertThat(exchange.getProperty(WebhookGuard.VERIFICATION)).isEqualTo(new Refused(Why.MISMATCH));
        assertThat(handled.getExchanges()).isEmpty();
    }

    @Test
    void a_header_that_comes_twice_is_refused() throws Exception {
        start();
        Map<String, Object> headers = signed("d1");
        headers.put("webhook-id", List.of("d1", "d1"));

        assertThat(status(send(BODY, headers))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_that_is_too_long_is_not_read_to_its_end(boolean stream) throws Exception {
        guard.setMaxBodySize(BODY.length - 1);
        start();

        Exchange exchange = send(stream ? new ByteArrayInputStream(BODY) : BODY, signed("d1"));

        assertThat(status(exchange)).isEqualTo(413);
        assertThat(handled.getExchanges()).isEmpty();
    }

    @Test
    void a_webhook_without_a_body_is_verified_as_an_empty_one() throws Exception {
        start();

        assertThat(status(send(null, signed("standard-webhooks", "d1", new byte[0]))))
                .isNull();
    }

    @Test
    void a_body_that_was_parsed_before_is_refused_and_the_log_says_why() throws Exception {
        start();
        Map<String, Object> headers = signed("d1");
        headers.put("X-Echo", "me");
        try (Logs logs = Logs.open()) {
            for (int i = 0; i < 3; i++) {
                Exchange exchange = send(Map.of("a", 1), headers);

                assertThat(status(exchange)).isEqualTo(401);
                assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_RESPONSE_CODE);
                assertThat(exchange.getProperty(WebhookGuard.VERIFICATION)).isEqualTo(new Refused(Why.MALFORMED));
            }
            assertThat(logs.lines(Level.WARN, "no longer the bytes")).hasSize(1);
        }
        Exchange parsed = exchange(signed("d1"));
        parsed.getMessage().setBody(Map.of("a", 1));
        assertThat(guard.matches(parsed)).isFalse();
    }

    @Test
    void a_body_that_cannot_be_read_sends_no_header_back() throws Exception {
        start();
        Exchange exchange = send(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                },
                signed("d1"));

        assertThat(exchange.getException()).hasMessage("gone");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    private static Map<String, Object> called(Map<String, Object> signed, String url, String query) {
        Map<String, Object> http = new HashMap<>(signed);
        http.put(Exchange.HTTP_METHOD, "POST");
        http.put(Exchange.HTTP_URL, url);
        http.put(Exchange.HTTP_QUERY, query);
        return http;
    }

    @Test
    void rfc9421_verifies_the_url_that_the_guard_is_told_with_the_query_that_came() throws Exception {
        guard.setSignature("rfc9421");
        guard.setUrl("https://shop.example/hooks");
        start();
        Map<String, Object> headers = signed("rfc9421", "d1", BODY);

        assertThat(status(send(BODY, called(headers, "http://10.0.0.1:8080/in", "a=1"))))
                .isNull();
        assertThat(status(send(BODY, called(headers, "https://shop.example/hooks", "a=1&admin=true"))))
                .isEqualTo(401);
        assertThat(status(send(BODY, called(headers, "https://shop.example/hooks", null))))
                .isEqualTo(401);
    }

    @Test
    void the_query_of_the_url_that_the_guard_is_told_has_to_come() {
        guard.setSignature("rfc9421");
        guard.setUrl("https://shop.example/hooks?a=1");
        Map<String, Object> headers = signed("rfc9421", "d1", BODY);

        assertThat(guard.matches(exchange(called(headers, "http://10.0.0.1/in", "a=1"))))
                .isTrue();
        assertThat(guard.matches(exchange(called(headers, "http://10.0.0.1/in", null))))
                .isFalse();
    }

    @Test
    void a_webhook_for_another_receiver_is_refused_whatever_its_host_header_says() throws Exception {
        guard.setSignature("rfc9421");
        guard.setUrl("https://other.example/hooks");
        start();

        Map<String, Object> headers = called(signed("rfc9421", "d1", BODY), "https://shop.example/hooks", "a=1");
        assertThat(status(send(BODY, headers))).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rfc9421_without_a_url_fails_the_start(boolean inJava) {
        WebhookGuard unbound = inJava
                ? new WebhookGuard(WebhookVerifier.builder()
                        .scheme("rfc9421")
                        .secret(SECRET)
                        .build())
                : guard;
        unbound.setSignature("standard-webhooks,rfc9421");

        assertThatThrownBy(unbound::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("property url");
    }

    @Test
    void a_scheme_may_be_a_bean() throws Exception {
        guard.setSignature("#bean:mine,stripe");
        context.getRegistry().bind("mine", SignatureSchemes.named("github").orElseThrow());
        start();

        assertThat(status(send(BODY, signed("github", "d1", BODY)))).isNull();
        assertThat(status(send(BODY, signed("stripe", "d1", BODY)))).isNull();
        assertThat(status(send(BODY, signed("d1")))).isEqualTo(401);
    }

    @Test
    void a_bean_that_is_no_scheme_fails_the_start() {
        guard.setSignature("#bean:nosuch");

        assertThatThrownBy(this::start).hasMessageContaining("nosuch").hasMessageContaining("bind it");
    }

    @Test
    void a_scheme_that_fails_refuses_and_the_log_says_so() throws Exception {
        guard.setSignature("#bean:broken");
        context.getRegistry().bind("broken", new Broken());
        start();

        try (Logs logs = Logs.open()) {
            assertThat(status(send(BODY, signed("d1")))).isEqualTo(401);
            assertThat(logs.lines(Level.WARN, "scheme threw")).isNotEmpty();
        }
    }

    private static final class Broken implements SignatureScheme {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Signer signer(SigningKeys keys) {
            return request -> List.of();
        }

        @Override
        public Verifier verifier(VerifyingKeys keys) {
            return (request, now) -> {
                throw new IllegalStateException("no");
            };
        }
    }

    private Exchange exchange(Map<String, Object> headers) {
        Exchange exchange = new org.apache.camel.support.DefaultExchange(context);
        exchange.getIn().setBody(BODY);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        return exchange;
    }

    @Test
    void as_a_predicate_it_only_tells() {
        Exchange forged = exchange(Map.of());

        assertThat(guard.matches(forged)).isFalse();
        assertThat(forged.getMessage().getHeaders()).isEmpty();
        assertThat(forged.isRouteStop()).isFalse();
        assertThat(guard.matches(exchange(signed("d1")))).isTrue();
    }

    @Test
    void as_a_processor_and_as_a_predicate_it_is_a_bean_for_yaml() throws Exception {
        context.getPropertiesComponent().addInitialProperty("hook.secret", SECRET);
        Contexts.yaml(context, """
                - beans:
                  - name: hooks
                    type: io.github.webhooksemitter.receiver.WebhookGuard
                    properties:
                      signature: standard-webhooks
                      secret: "{{hook.secret}}"
                      tolerance: 60s
                - route:
                    from:
                      uri: direct:processor
                      steps:
                      - process:
                          ref: hooks
                      - to: mock:handled
                - route:
                    from:
                      uri: direct:bean
                      steps:
                      - bean:
                          ref: hooks
                      - to: mock:handled
                - route:
                    from:
                      uri: direct:predicate
                      steps:
                      - choice:
                          when:
                          - method:
                              ref: hooks
                              method: matches
                            steps:
                            - to: mock:handled
                """);
        context.start();

        for (String way : List.of("direct:processor", "direct:bean", "direct:predicate")) {
            handled.reset();
            context.createProducerTemplate().requestBodyAndHeaders(way, BODY, signed("d1"));
            context.createProducerTemplate().requestBodyAndHeaders(way, "{}", signed("d1"));
            assertThat(handled.getExchanges()).as(way).hasSize(1);
        }
    }

    @Test
    void a_wrong_key_fails_the_start() {
        guard.setSecret("whsec_tooShort");

        assertThatThrownBy(this::start).hasMessageContaining("24 to 64 bytes").hasMessageNotContaining("tooShort");
    }

    @Test
    void a_wrong_key_of_a_guard_that_is_only_a_predicate_fails_the_start() throws Exception {
        Contexts.yaml(context, """
                - beans:
                  - name: hooks
                    type: io.github.webhooksemitter.receiver.WebhookGuard
                    properties:
                      signature: standard-webhooks
                      secret: whsec_tooShort
                - route:
                    from:
                      uri: direct:predicate
                      steps:
                      - filter:
                          method:
                            ref: hooks
                            method: matches
                          steps:
                          - to: mock:handled
                """);

        assertThatThrownBy(context::start).hasMessageContaining("24 to 64 bytes");
    }

    @Test
    void a_predicate_with_a_repository_says_that_it_is_not_looked_at() {
        guard.setIdempotentRepository(ids);
        try (Logs logs = Logs.open()) {
            assertThat(guard.matches(exchange(signed("d1")))).isTrue();
            assertThat(guard.matches(exchange(signed("d1")))).isTrue();

            assertThat(logs.lines(Level.WARN, "as a predicate")).hasSize(1);
        }
    }

    // Each delivery once

    private void startOnce() throws Exception {
        guard.setIdempotentRepository(ids);
        start();
    }

    @Test
    void a_webhook_that_was_processed_is_answered_with_200_and_not_processed_again() throws Exception {
        startOnce();

        assertThat(status(send(BODY, signed("d1")))).isNull();
        Exchange replay = send(BODY, signed("d1"));

        assertThat(status(replay)).isEqualTo(200);
        assertThat(replay.getMessage().getBody()).isNull();
        assertThat(handled.getExchanges()).hasSize(1);
        assertThat(status(send(BODY, signed("d2")))).isNull();
    }

    @Test
    void a_webhook_whose_processing_failed_may_come_again() throws Exception {
        startOnce();
        handled.whenExchangeReceived(1, exchange -> exchange.setException(new IllegalStateException("no")));

        assertThat(send(BODY, signed("d1")).getException()).hasMessage("no");
        assertThat(status(send(BODY, signed("d1")))).isNull();
        assertThat(handled.getExchanges()).hasSize(2);
    }

    @Test
    void a_webhook_whose_failure_was_handled_or_that_was_answered_with_503_may_come_again() throws Exception {
        guard.setIdempotentRepository(ids);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class).handled(true);
                from("direct:hooks").process(guard).to("mock:handled");
            }
        });
        context.start();
        handled.whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("no");
        });
        handled.whenExchangeReceived(2, exchange -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 503));

        send(BODY, signed("d1"));
        assertThat(status(send(BODY, signed("d1")))).isEqualTo(503);
        assertThat(status(send(BODY, signed("d1")))).isNull();
        assertThat(handled.getExchanges()).hasSize(3);
        assertThat(ids.contains("d1")).isTrue();
    }

    @Test
    void a_webhook_that_is_being_processed_is_answered_with_409() throws Exception {
        startOnce();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        handled.whenAnyExchangeReceived(exchange -> {
            inside.countDown();
            go.await(20, TimeUnit.SECONDS);
        });

        CompletableFuture<Exchange> first = CompletableFuture.supplyAsync(() -> send(BODY, signed("d1")));
        assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(status(send(BODY, signed("d1")))).isEqualTo(409);
        go.countDown();

        assertThat(status(first.get(20, TimeUnit.SECONDS))).isNull();
        assertThat(status(send(BODY, signed("d1")))).isEqualTo(200);
    }

    @Test
    void a_forged_webhook_leaves_no_id() throws Exception {
        startOnce();
        send("{}", signed("d1"));

        assertThat(ids.getCacheSize()).isZero();
        assertThat(status(send(BODY, signed("d1")))).isNull();
    }

    @Test
    void a_webhook_without_an_id_is_refused_where_each_has_to_come_once() throws Exception {
        guard.setSignature("stripe");
        startOnce();
        Map<String, Object> headers = signed("stripe", "d1", BODY);
        headers.remove("X-Webhooks-Delivery");

        assertThat(status(send(BODY, headers))).isEqualTo(401);
    }

    /** Records which threads it is written on, and fails as told. */
    private static final class Recording extends MemoryIdempotentRepository {
        private final List<Thread> writers = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public boolean add(String key) {
            writers.add(Thread.currentThread());
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("database down");
            }
            return super.add(key);
        }
    }

    /** As HTTP consumers do it: the exchange is completed on another thread, once the answer is written. */
    private Exchange serve(Map<String, Object> headers) throws Exception {
        Exchange exchange = exchange(headers);
        exchange.getExchangeExtension().setFromEndpoint(context.getEndpoint("direct:hooks"));
        DefaultConsumer consumer = (DefaultConsumer) context.getRoutes().get(0).getConsumer();
        consumer.createUoW(exchange);
        consumer.getProcessor().process(exchange);
        return exchange;
    }

    private void complete(Exchange exchange) throws Exception {
        DefaultConsumer consumer = (DefaultConsumer) context.getRoutes().get(0).getConsumer();
        Thread loop = new Thread(() -> consumer.doneUoW(exchange));
        loop.start();
        loop.join(20_000);
    }

    @Test
    void an_id_is_written_before_the_answer_on_the_routes_thread() throws Exception {
        Recording repository = new Recording();
        guard.setIdempotentRepository(repository);
        start();

        Exchange exchange = serve(signed("d1"));

        assertThat(repository.writers).containsExactly(Thread.currentThread());
        assertThat(status(serve(signed("d1")))).isEqualTo(409);
        complete(exchange);
        assertThat(repository.writers).containsExactly(Thread.currentThread());
        assertThat(status(serve(signed("d1")))).isEqualTo(200);
    }

    @Test
    void an_id_that_cannot_be_written_fails_the_exchange_before_the_answer() throws Exception {
        Recording repository = new Recording();
        repository.failures.set(1);
        guard.setIdempotentRepository(repository);
        start();

        Exchange exchange = serve(signed("d1"));

        assertThat(exchange.getException()).hasMessage("database down");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
        complete(exchange);
        assertThat(status(serve(signed("d1")))).isNull();
        assertThat(handled.getExchanges()).hasSize(2);
    }

    @Test
    void an_id_is_not_written_before_the_route_that_called_the_guards_route_has_ended() throws Exception {
        guard.setIdempotentRepository(ids);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:hooks").to("direct:guarded").to("mock:handled");
                from("direct:guarded").process(guard);
            }
        });
        context.start();
        handled.whenExchangeReceived(1, exchange -> exchange.setException(new IllegalStateException("no")));

        assertThat(send(BODY, signed("d1")).getException()).hasMessage("no");
        assertThat(ids.contains("d1")).isFalse();
        assertThat(status(send(BODY, signed("d1")))).isNull();
        assertThat(ids.contains("d1")).isTrue();
    }

    @Test
    void a_repository_outlives_the_routes_that_share_it() throws Exception {
        guard.setIdempotentRepository(ids);
        WebhookGuard other = new WebhookGuard();
        other.setSignature("standard-webhooks");
        other.setSecret(SECRET);
        other.setIdempotentRepository(ids);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").routeId("other").process(other).to("mock:handled");
            }
        });
        start();
        send(BODY, signed("d1"));

        context.getRouteController().stopRoute("other");

        assertThat(status(send(BODY, signed("d1")))).isEqualTo(200);
        context.stop();
        assertThat(ids.isStopped()).isTrue();
    }

    @Test
    void it_prints_no_key() {
        assertThat(guard).hasToString("WebhookGuard[standard-webhooks]");
        assertThat(ReceivedRequest.of(Map.of("h", List.of("secret")), BODY))
                .asString()
                .doesNotContain("secret");
    }
}
