package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.signature.WebhookVerifier;
import io.github.webhooksemitter.testing.Broker;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Form;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each way to write an emitter down means the same emitter, with each option. */
class UriFormsTest {
    private static final String SECRET = "p+%41%2B&=)w {x#";
    private static final String PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----"
            + "MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF-----END PRIVATE KEY-----";
    private static final String TARGET = "/h%20k/%2F?a=1&b=2&c=%2B+x";

    private final Camel camel = Camel.start();
    private final Receiver receiver = Receiver.start();

    @AfterEach
    void stop() {
        receiver.close();
        camel.close();
    }

    private static String signature(String secret, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        // 52 digits of 5 bits: the 256 bits of the digest and 4 more.
        String base32Hex = new BigInteger(1, mac.doFinal(body)).shiftLeft(4).toString(32);
        return "sha256:" + "0".repeat(52 - base32Hex.length()) + base32Hex;
    }

    private void assertExact(Received request) throws Exception {
        assertThat(request.target()).isEqualTo(TARGET);
        assertThat(request.header("X-Webhooks-Event")).isEqualTo("e");
        assertThat(request.header("X-Webhooks-Signature")).isEqualTo(signature(SECRET, request.body()));
    }

    // A url and a secret that hold what URIs give a meaning to

    @ParameterizedTest
    @EnumSource
    void url_and_secret_arrive_exactly(Form form) throws Exception {
        form.apply(
                camel.context(),
                "direct:in",
                "shop",
                Map.of("event", "e", "url", receiver.url(TARGET), "secret", SECRET));
        camel.emit("direct:in", "{}");

        assertExact(receiver.await(1).get(0));
    }

    @Test
    void url_and_secret_arrive_exactly_through_to_d() throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .toD("webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})&secret=RAW{" + SECRET
                                + "}");
            }
        });
        camel.emit("direct:in", "{}", Map.of("tenant", "acme", "url", receiver.url(TARGET)));

        assertExact(receiver.await(1).get(0));
    }

    @Test
    void url_and_secret_arrive_exactly_through_to_d_in_yaml() throws Exception {
        Contexts.yaml(camel.context(), """
                - from:
                    uri: direct:in
                    steps:
                    - toD:
                        uri: webhooks-emitter:${header.tenant}
                        parameters:
                          event: e
                          url: ${header.url}
                          secret: "%s"
                """.formatted(SECRET));
        camel.emit("direct:in", "{}", Map.of("tenant", "acme", "url", receiver.url(TARGET)));

        assertExact(receiver.await(1).get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"RAW({{the.url}})&secret=RAW{{{the.secret}}}", "RAW{{{the.url}}}&secret=RAW{{{the.secret}}}"})
    void url_and_secret_arrive_exactly_from_placeholders_in_a_java_uri(String values) throws Exception {
        placeholders();
        Contexts.route(camel.context(), "direct:in", "webhooks-emitter:shop?event=e&url=" + values);
        camel.emit("direct:in", "{}");

        assertExact(receiver.await(1).get(0));
    }

    @Test
    void url_and_secret_arrive_exactly_from_placeholders_in_yaml() throws Exception {
        placeholders();
        Form.YAML.apply(
                camel.context(),
                "direct:in",
                "shop",
                Map.of("event", "e", "url", "{{the.url}}", "secret", "{{the.secret}}"));
        camel.emit("direct:in", "{}");

        assertExact(receiver.await(1).get(0));
    }

    private void placeholders() {
        Properties properties = new Properties();
        properties.setProperty("the.url", receiver.url(TARGET));
        properties.setProperty("the.secret", SECRET);
        camel.context().getPropertiesComponent().setInitialProperties(properties);
    }

    @Test
    void a_percent_sign_that_is_percent_encoded_arrives_exactly_where_it_needs_no_raw() throws Exception {
        for (Form form : List.of(Form.YAML, Form.ATTACH)) {
            form.apply(
                    camel.context(),
                    "direct:" + form,
                    form.name(),
                    Map.of("event", form.name(), "url", receiver.url("/100%25/%2520"), "secret", "%25"));
            camel.emit("direct:" + form, "{}");
        }

        for (Received request : receiver.await(2)) {
            assertThat(request.target()).isEqualTo("/100%25/%2520");
            assertThat(request.header("X-Webhooks-Signature")).isEqualTo(signature("%25", request.body()));
        }
    }

    @Test
    void a_percent_sign_that_is_percent_encoded_is_written_as_percent_2525_in_raw() throws Exception {
        Contexts.route(
                camel.context(), "direct:in", "webhooks-emitter:shop?event=e&url=RAW(" + receiver.url("/100%2525)"));
        camel.emit("direct:in", "{}");

        assertThat(receiver.await(1).get(0).target()).isEqualTo("/100%25");
    }

    @ParameterizedTest
    @EnumSource
    void a_secret_header_in_raw_arrives_exactly(Form form) throws Exception {
        String token = "Bearer a+b%2F=&c)";
        String option = form == Form.YAML ? "RAW(" + token + ")" : token;
        form.apply(
                camel.context(),
                "direct:in",
                "shop",
                Map.of("event", "e", "url", receiver.url(), "secretHeader.X-Api-Key", option));
        camel.emit("direct:in", "{}");

        assertThat(receiver.await(1).get(0).header("X-Api-Key")).isEqualTo(token);
    }

    @Test
    void an_expression_in_a_url_of_to_d_is_not_evaluated() throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD("webhooks-emitter:acme?event=e&url=RAW(${header.url})");
            }
        });
        Exchange exchange = camel.send("direct:in", "{}", Map.of("url", receiver.url("/?x=$simple{sys.java.version}")));

        assertThat(exchange.getException()).rootCause().hasMessageContaining("url contains a character");
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url=http://receiver.example/canary?a=1&b=2",
                "url=http://receiver.example/canary?a=1%26b=2",
                "url={{the.url}}",
                "url=http://receiver.example/canary?a=1+2",
                "url=http://receiver.example/canary%20x",
                "url=RAW(http://receiver.example/canary)&secret=canary+x",
                "url=RAW(http://receiver.example/canary)&secret=canary%2Bx",
                "url=RAW(http://receiver.example/canary)&secret=canary x",
                "url=RAW(http://receiver.example/canary)&secret=x&canary",
                "url=RAW(http://receiver.example/canary)&secret=p+%&=)w",
                "url=RAW(http://receiver.example/canary)&secret={{the.secret}}",
                "url=RAW(http://receiver.example/h)&http.authUsername=a&http.authPassword=canary+x",
                "url=RAW(http://receiver.example/h)&http.authMethod=bearer&http.authBearerToken=canary%2Bx",
            })
    void a_value_that_a_uri_would_change_is_refused_and_the_error_says_raw(String query) {
        placeholders();
        assertThat(problem("webhooks-emitter:shop?event=e&" + query))
                .hasMessageContaining("RAW")
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("RAW(http");
    }

    private Throwable problem(String uri) {
        Throwable problem = null;
        try {
            Contexts.route(camel.context(), "direct:in", uri);
        } catch (Exception e) {
            problem = e;
            while (problem.getCause() != null) {
                problem = problem.getCause();
            }
        }
        assertThat(problem).isNotNull();
        return problem;
    }

    @Test
    void the_same_options_in_other_forms_are_the_same_emitter() throws Exception {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", receiver.url(TARGET));
        options.put("secret", SECRET);
        options.put("backoffDelay", "1500");
        options.put("backoffJitter", "0.5");
        options.put("header.X-A", "b c");
        options.put("event", "e");
        Form.URI.apply(camel.context(), "direct:uri", "shop", options);
        options.put("backoffDelay", "1500ms");
        options.put("backoffJitter", 0.50);
        Form.YAML.apply(camel.context(), "direct:yaml", "shop", options);
        camel.emit("direct:uri", "{}");
        camel.emit("direct:yaml", "{}");
        camel.emit("webhooks-emitter://shop?event=e", "{}");

        for (Received request : receiver.await(3)) {
            assertExact(request);
        }
        assertThat(component().emitters()).hasSize(1);
    }

    // Every option of an emitter, in every form

    private WebhooksEmitterComponent component() {
        return component(camel.context());
    }

    private static WebhooksEmitterComponent component(DefaultCamelContext context) {
        return context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    /** What shows that an option works; the emitter is there, and {@code direct:in} leads to it. */
    @FunctionalInterface
    interface Effect {
        void check(UriFormsTest test) throws Exception;
    }

    record Case(String option, Map<String, String> options, Effect effect) {
        @Override
        public String toString() {
            return option;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        "url", Map.of(), test -> assertThat(test.one().target()).isEqualTo("/hooks/token")),
                new Case("events", Map.of("events", "invoice.*, order.closed"), test -> {
                    test.camel.emit("webhooks-emitter:*?event=order.created", "{}");
                    test.camel.emit("webhooks-emitter:*?event=invoice.paid", "{}");
                    assertThat(test.receiver.await(1).get(0).header("X-Webhooks-Event"))
                            .isEqualTo("invoice.paid");
                    assertThat(test.status().events()).containsExactly("invoice.*", "order.closed");
                }),
                new Case("secret", Map.of("secret", SECRET), test -> {
                    Received request = test.one();
                    assertThat(request.header("X-Webhooks-Signature")).isEqualTo(signature(SECRET, request.body()));
                }),
                new Case("signature", Map.of("signature", "#bean:mine"), test -> assertThat(
                                test.one().header("X-Mine"))
                        .isEqualTo("1")),
                new Case(
                        "previousSecrets",
                        Map.of("signature", "stripe", "secret", "new", "previousSecrets", SECRET),
                        test -> {
                            Received request = test.one();
                            assertThat(WebhookVerifier.builder()
                                            .scheme("stripe")
                                            .secret(SECRET)
                                            .build()
                                            .verify(request.headers(), request.body())
                                            .isVerified())
                                    .isTrue();
                        }),
                new Case("privateKey", Map.of("signature", "rfc9421", "privateKey", PRIVATE_KEY), test -> assertThat(
                                test.one().header("Signature-Input"))
                        .contains("ed25519")),
                new Case("keyId", Map.of("signature", "rfc9421", "secret", "s", "keyId", "shop 1"), test -> assertThat(
                                test.one().header("Signature-Input"))
                        .contains(";keyid=\"shop 1\"")),
                new Case("envelope", Map.of("envelope", "cloudevents-binary"), test -> assertThat(
                                test.one().header("ce-type"))
                        .isEqualTo("e")),
                new Case("headerIdentifier", Map.of("headerIdentifier", "Acme"), test -> assertThat(
                                test.one().header("X-Acme-Event"))
                        .isEqualTo("e")),
                new Case("header.NAME", Map.of("header.X-Tenant", "a, b"), test -> assertThat(
                                test.one().header("X-Tenant"))
                        .isEqualTo("a, b")),
                new Case("secretHeader.NAME", Map.of("secretHeader.Authorization", "Bearer x"), test -> assertThat(
                                test.one().header("Authorization"))
                        .isEqualTo("Bearer x")),
                new Case("userAgent", Map.of("userAgent", "Shop/1.0"), test -> assertThat(
                                test.one().header("User-Agent"))
                        .isEqualTo("Shop/1.0")),
                new Case("propagateTrace", Map.of("propagateTrace", "true"), test -> {
                    test.camel.emit("direct:in", "{}", Map.of("tracestate", "vendor=1"));
                    assertThat(test.receiver.await(1).get(0).header("tracestate"))
                            .isEqualTo("vendor=1");
                }),
                new Case("maxAttempts", Map.of("maxAttempts", "2", "backoffDelay", "1ms"), test -> {
                    test.receiver.answering(503);
                    assertThat(test.waited()).hasMessageContaining("after 2 attempts");
                }),
                new Case(
                        "backoffDelay",
                        Map.of("backoffDelay", "40s", "backoffJitter", "0"),
                        test -> test.assertWait(1, Duration.ofSeconds(40))),
                new Case(
                        "backoffMultiplier",
                        Map.of("backoffDelay", "50ms", "backoffMultiplier", "600", "backoffJitter", "0"),
                        test -> test.assertWait(2, Duration.ofSeconds(30))),
                new Case(
                        "backoffMaxDelay",
                        Map.of("backoffDelay", "2h", "backoffMaxDelay", "50m", "backoffJitter", "0"),
                        test -> test.assertWait(1, Duration.ofMinutes(50))),
                // By default it is 0.2, which makes some 3 s in 50 min a matter of luck.
                new Case(
                        "backoffJitter",
                        Map.of("backoffDelay", "50m", "backoffMaxDelay", "1h", "backoffJitter", "0.0"),
                        test -> test.assertWait(1, Duration.ofMinutes(50))),
                new Case(
                        "retrySchedule",
                        Map.of("retrySchedule", "10ms,25m"),
                        test -> test.assertWait(2, Duration.ofMinutes(25))),
                new Case("maxRetryAfter", Map.of("maxRetryAfter", "45m"), test -> {
                    test.receiver.answering(any -> new Receiver.Reply(503, Map.of("Retry-After", "7200")));
                    test.assertNextWait(1, Duration.ofMinutes(45));
                }),
                new Case("finalStatuses", Map.of("finalStatuses", "400,5xx"), test -> {
                    test.receiver.answering(503);
                    assertThat(test.waited()).hasMessageContaining("final-status after 1 attempts, last status 503");
                }),
                new Case("expireAfter", Map.of("expireAfter", "30s", "backoffDelay", "50s"), test -> {
                    test.receiver.answering(503);
                    assertThat(test.waited()).hasMessageContaining("expired after 1 attempts");
                }),
                new Case("pauseAfterFailures", Map.of("pauseAfterFailures", "1", "maxAttempts", "1"), test -> {
                    test.receiver.answering(503);
                    assertThat(test.waited()).hasMessageContaining("exhausted");
                    assertThat(test.status().reason()).isEqualTo("failures");
                }),
                new Case(
                        "probeAfter",
                        Map.of("probeAfter", "50ms", "pauseAfterFailures", "1", "maxAttempts", "1"),
                        test -> {
                            test.receiver.answering(503, 200);
                            assertThat(test.waited()).hasMessageContaining("exhausted");
                            test.emitTimes(1);
                            await().until(() -> test.status().state().equals("running"));
                            assertThat(test.receiver.requests()).hasSize(2);
                        }),
                new Case("connectTimeout", Map.of("connectTimeout", "200ms", "requestTimeout", "1h"), test -> {
                    try (Unreachable unreachable = new Unreachable()) {
                        test.component().update("shop", Map.of("url", unreachable.url(), "maxAttempts", 1));
                        long start = System.nanoTime();
                        assertThat(test.waited()).hasMessageContaining("after 1 attempt");
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(4500));
                    }
                }),
                new Case("requestTimeout", Map.of("requestTimeout", "300ms", "maxAttempts", "1"), test -> {
                    test.receiver.hanging();
                    long start = System.nanoTime();
                    assertThat(test.waited()).hasMessageContaining("after 1 attempt");
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                }),
                new Case("concurrency", Map.of("concurrency", "3"), test -> {
                    test.receiver.hanging();
                    test.emitTimes(4);
                    test.receiver.await(3);
                    assertThat(test.status().inFlight()).isEqualTo(3);
                    assertThat(test.status().queued()).isEqualTo(1);
                }),
                new Case("queue", Map.of("queue", Broker.QUEUE, "deadLetter", "log:lost"), test -> {
                    Exchange refused = test.camel.send("direct:in", "{}", Map.of());
                    assertThat(refused.getException())
                            .hasMessageContaining("queue")
                            .hasMessageContaining("cannot be reached");
                    assertThat(test.receiver.requests()).isEmpty();
                }),
                new Case("queueSize", Map.of("queueSize", "2"), test -> {
                    test.fill(2);
                    assertThat(test.rejected("whenFull=fail")).hasMessageContaining("full queue (2 deliveries");
                }),
                new Case("maxPayloadSize", Map.of("maxPayloadSize", "10"), test -> {
                    Exchange refused = test.camel.send("direct:in", "\"123456789\"", Map.of());
                    assertThat(refused.getException()).hasMessageContaining("maxPayloadSize is 10");
                    test.camel.emit("direct:in", "\"12345678\"");
                    assertThat(test.receiver.await(1)).hasSize(1);
                }),
                new Case(
                        "deadLetter",
                        Map.of("deadLetter", "seda:letters?size=5&timeout=1", "maxAttempts", "1"),
                        test -> {
                            test.receiver.answering(500);
                            test.camel.emit("direct:in", "{\"lost\":true}");
                            try (ConsumerTemplate letters = test.camel.context().createConsumerTemplate()) {
                                Exchange letter = letters.receive("seda:letters?size=5&timeout=1", 10_000);
                                assertThat(letter.getMessage().getBody(String.class))
                                        .isEqualTo("{\"lost\":true}");
                            }
                        }),
                // The component of the context allows loopback; what an emitter says counts instead.
                new Case("allowedNetworks", Map.of("allowedNetworks", "public,127.0.0.0/8"), test -> {
                    assertThat(test.one().target()).isEqualTo("/hooks/token");
                    assertThat(catchThrowable(() -> test.component().update("shop", Map.of("url", "http://[::1]/"))))
                            .hasMessageContaining("allowedNetworks");
                }),
                new Case("allowedPorts", Map.of("allowedPorts", "1024-65000,65001-65535"), test -> {
                    assertThat(test.one().target()).isEqualTo("/hooks/token");
                    assertThat(catchThrowable(
                                    () -> test.component().update("shop", Map.of("url", "http://127.0.0.1/"))))
                            .hasMessageContaining("allowedPorts");
                }),
                new Case(
                        "http.NAME",
                        Map.of("http.authMethod", "Basic", "http.authUsername", "ann", "http.authPassword", "p:w"),
                        test -> assertThat(test.one().header("Authorization")).isEqualTo("Basic YW5uOnA6dw==")));
    }

    static Stream<Arguments> casesInEachForm() {
        return cases().stream().flatMap(one -> Stream.of(Form.values()).map(form -> Arguments.of(one, form)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("casesInEachForm")
    void every_option_of_an_emitter_has_its_effect(Case one, Form form) throws Exception {
        camel.context().getRegistry().bind("mine", new Mine());
        Broker.bind(camel.context(), "tcp://127.0.0.1:1");
        Map<String, String> options = new LinkedHashMap<>(one.options());
        options.put("event", "e");
        options.put("url", receiver.url());
        form.apply(camel.context(), "direct:in", "shop", options);

        one.effect().check(this);
    }

    @Test
    void every_option_of_an_emitter_has_a_case() {
        List<String> names = new ArrayList<>(List.of("header.NAME", "secretHeader.NAME", "http.NAME"));
        EmitterOption.all().forEach(option -> names.add(option.name()));

        assertThat(cases()).extracting(Case::option).containsExactlyInAnyOrderElementsOf(new TreeSet<>(names));
    }

    /** A scheme of a user's own. */
    private static final class Mine implements SignatureScheme {
        @Override
        public String name() {
            return "mine";
        }

        @Override
        public Signer signer(SigningKeys keys) {
            return request -> List.of(new SignedHeader("X-Mine", "1"));
        }
    }

    /** An address that takes no connection and refuses none: its backlog is full. */
    private static final class Unreachable implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> backlog = new ArrayList<>();

        Unreachable() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                backlog.add(socket);
                try {
                    socket.connect(server.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException full) {
                    return;
                }
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort() + "/";
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    private Received one() {
        camel.emit("direct:in", "{}");
        return receiver.await(1).get(0);
    }

    private EmitterStatus status() {
        return component().status("shop");
    }

    private Exception waited() {
        return camel.send("webhooks-emitter:shop?event=e&waitForDelivery=true", "{}", Map.of())
                .getException();
    }

    private Exception rejected(String options) {
        Exception exception = camel.send("webhooks-emitter:shop?event=e&" + options, "{}", Map.of())
                .getException();
        assertThat(exception).isInstanceOf(NotAcceptedException.class);
        return exception;
    }

    private void emitTimes(int times) {
        for (int i = 0; i < times; i++) {
            camel.emit("direct:in", "{}");
        }
    }

    /** One delivery in an attempt that hangs, and so many behind it. */
    private void fill(int queued) {
        receiver.hanging();
        emitTimes(1);
        receiver.await(1);
        emitTimes(queued);
        assertThat(status().queued()).isEqualTo(queued);
    }

    private void assertWait(int attempts, Duration expected) {
        receiver.answering(503);
        assertNextWait(attempts, expected);
    }

    private void assertNextWait(int attempts, Duration expected) {
        camel.emit("direct:in", "{}");
        receiver.await(attempts);
        await().until(() -> status().nextAttemptAt() != null
                && Duration.between(status().lastAttemptAt(), status().nextAttemptAt())
                                .compareTo(Duration.ofSeconds(5))
                        > 0);
        EmitterStatus status = status();
        assertThat(receiver.requests()).hasSize(attempts);
        assertThat(Duration.between(status.lastAttemptAt(), status.nextAttemptAt()))
                .isBetween(expected.minusMillis(50), expected.plusSeconds(3));
    }

    @Test
    void json_values_of_their_own_types_are_taken() throws Exception {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", receiver.url());
        options.put("events", List.of("invoice.*", "order.closed"));
        options.put("maxAttempts", 2);
        options.put("retrySchedule", List.of("10ms", "25m"));
        options.put("backoffMultiplier", 3);
        options.put("backoffDelay", 1500);
        options.put("propagateTrace", false);
        options.put("header", Map.of("X-Tenant", "acme", "X-Number", 7));
        options.put("secret", null);
        Form.ATTACH.apply(camel.context(), "direct:in", "shop", options);

        camel.emit("webhooks-emitter:*?event=invoice.paid", "{}");
        Received request = receiver.await(1).get(0);
        assertThat(request.header("X-Tenant")).isEqualTo("acme");
        assertThat(request.header("X-Number")).isEqualTo("7");
        assertThat(request.header("X-Webhooks-Signature")).isNull();
        assertThat(status().events()).containsExactly("invoice.*", "order.closed");
    }

    // The options of an endpoint, in the forms that an endpoint has

    @ParameterizedTest
    @EnumSource(names = {"URI", "YAML"})
    void an_endpoint_waits_for_its_delivery(Form form) throws Exception {
        receiver.answering(503, 200);
        endpoint(form, Map.of("waitForDelivery", "true"), Map.of("backoffDelay", "10ms"));

        assertThat(camel.emit("direct:in", "{}").getMessage().getHeader(WebhooksEmitterConstants.ATTEMPTS))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"URI", "YAML"})
    void an_endpoint_waits_no_longer_than_it_should(Form form) throws Exception {
        receiver.answering(503);
        endpoint(form, Map.of("waitForDelivery", "true", "waitTimeout", "300ms"), Map.of("backoffDelay", "1h"));

        assertThat(camel.send("direct:in", "{}", Map.of()).getException())
                .hasMessageContaining("waitTimeout of 300 ms");
    }

    @ParameterizedTest
    @EnumSource(names = {"URI", "YAML"})
    void an_endpoint_fails_at_once_when_the_queue_is_full(Form form) throws Exception {
        endpoint(form, Map.of("whenFull", "fail", "enqueueTimeout", "1h"), Map.of("queueSize", "1"));
        fill(1);

        assertThat(camel.send("direct:in", "{}", Map.of()).getException()).hasMessageContaining("full queue");
    }

    @ParameterizedTest
    @EnumSource(names = {"URI", "YAML"})
    void an_endpoint_blocks_as_long_as_it_should_when_the_queue_is_full(Form form) throws Exception {
        endpoint(form, Map.of("enqueueTimeout", "400ms"), Map.of("queueSize", "1"));
        fill(1);
        long start = System.nanoTime();

        assertThat(camel.send("direct:in", "{}", Map.of()).getException()).hasMessageContaining("full queue");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(390), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @EnumSource(names = {"URI", "YAML"})
    void an_endpoint_runs_its_operation(Form form) throws Exception {
        component().attach("shop", EmitterConfig.builder().url(receiver.url()).build());
        form.apply(camel.context(), "direct:in", "shop", Map.of("operation", "pause"));
        camel.emit("direct:in", null);

        assertThat(status().state()).isEqualTo("paused");
    }

    private void endpoint(Form form, Map<String, String> ofEndpoint, Map<String, String> ofEmitter) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(ofEndpoint);
        options.putAll(ofEmitter);
        options.put("event", "e");
        options.put("url", receiver.url());
        form.apply(camel.context(), "direct:in", "shop", options);
    }

    // The component's options as properties

    private void withProperties(Map<String, String> properties, MainTest test) throws Exception {
        Main main = new Main();
        main.addInitialProperty("camel.component.webhooks-emitter.allowedNetworks", "loopback");
        main.configure().setShutdownTimeout(2);
        properties.forEach((name, value) -> main.addInitialProperty("camel.component.webhooks-emitter." + name, value));
        main.addInitialProperty("the.url", receiver.url(TARGET));
        main.addInitialProperty("the.secret", SECRET);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("webhooks-emitter:shop?event=e&url=RAW({{the.url}})");
            }
        });
        main.start();
        try {
            test.run(main);
        } finally {
            main.stop();
        }
    }

    @FunctionalInterface
    interface MainTest {
        void run(Main main) throws Exception;
    }

    private static void emit(Main main) throws Exception {
        main.getCamelTemplate().sendBody("direct:in", "{}");
    }

    private static @Nullable Exception failure(Main main) throws Exception {
        return main.getCamelTemplate()
                .send("direct:in", exchange -> exchange.getMessage().setBody("{}"))
                .getException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{the.secret}}", SECRET})
    void a_secret_arrives_exactly_from_a_property(String property) throws Exception {
        withProperties(Map.of("secret", property), main -> {
            emit(main);
            assertExact(receiver.await(1).get(0));
        });
    }

    @Test
    void properties_of_the_component_hold_for_an_emitter() throws Exception {
        receiver.answering(503);
        Map<String, String> properties = Map.ofEntries(
                Map.entry("secret", "s"),
                Map.entry("headerIdentifier", "Acme"),
                Map.entry("user-agent", "Shop/1.0"),
                Map.entry("propagateTrace", "true"),
                Map.entry("max-attempts", "3"),
                Map.entry("backoffDelay", "2h"),
                Map.entry("backoffMultiplier", "1.5"),
                Map.entry("backoffMaxDelay", "50m"),
                Map.entry("backoffJitter", "0"),
                Map.entry("connectTimeout", "1s"),
                Map.entry("requestTimeout", "2s"),
                Map.entry("concurrency", "2"),
                Map.entry("queueSize", "7"),
                Map.entry("maxPayloadSize", "100"),
                Map.entry("deadLetter", "seda:letters"));
        withProperties(properties, main -> {
            emit(main);
            Received request = receiver.await(1).get(0);
            assertThat(request.header("X-Acme-Signature")).isEqualTo(signature("s", request.body()));
            assertThat(request.header("User-Agent")).isEqualTo("Shop/1.0");

            WebhooksEmitterComponent component = component((DefaultCamelContext) main.getCamelContext());
            await().until(() -> component.status("shop").nextAttemptAt() != null);
            EmitterStatus status = component.status("shop");
            assertThat(Duration.between(status.lastAttemptAt(), status.nextAttemptAt()))
                    .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(51));
            assertThat(main.getCamelTemplate()
                            .send("direct:in", exchange -> exchange.getMessage().setBody("\"" + "x".repeat(99) + "\""))
                            .getException())
                    .hasMessageContaining("maxPayloadSize is 100");
        });
    }

    @Test
    void what_signs_is_taken_from_properties() throws Exception {
        Map<String, String> properties = Map.of(
                "signature", "standard-webhooks,rfc9421",
                "secret", "new",
                "previousSecrets", "older,oldest",
                "privateKey", PRIVATE_KEY,
                "keyId", "k 1",
                "envelope", "standard");
        withProperties(properties, main -> {
            emit(main);
            Received request = receiver.await(1).get(0);
            assertThat(request.header("Signature-Input")).contains("keyid=\"k 1\";alg=\"ed25519\"");
            assertThat(request.header("webhook-signature").split(" ")).hasSize(3);
            assertThat(request.text()).endsWith(",\"data\":{}}");
        });
    }

    @Test
    void a_retry_schedule_and_a_signature_are_taken_from_properties() throws Exception {
        receiver.answering(503);
        withProperties(Map.of("retrySchedule", "1ms,1ms", "deadLetter", "seda:letters"), main -> {
            emit(main);
            receiver.await(3);
            try (ConsumerTemplate letters = main.getCamelContext().createConsumerTemplate()) {
                Exchange letter = letters.receive("seda:letters", 10_000);
                assertThat(letter.getMessage().getHeader(WebhooksEmitterConstants.ATTEMPTS))
                        .isEqualTo(3);
            }
        });
    }

    @Test
    void an_option_of_the_endpoint_wins_over_the_property() throws Exception {
        withProperties(Map.of("secret", "other", "userAgent", "Shop/1.0"), main -> {
            main.getCamelTemplate().sendBody("webhooks-emitter:own?event=e&url=" + receiver.url() + "&secret=s", "{}");
            Received request = receiver.await(1).get(0);
            assertThat(request.header("X-Webhooks-Signature")).isEqualTo(signature("s", request.body()));
            assertThat(request.header("User-Agent")).isEqualTo("Shop/1.0");
        });
    }

    @Test
    void what_a_full_queue_means_is_taken_from_properties() throws Exception {
        receiver.hanging();
        Map<String, String> fail = Map.of("whenFull", "fail", "enqueueTimeout", "1h", "queueSize", "1");
        withProperties(fail, main -> {
            emit(main);
            receiver.await(1);
            emit(main);
            assertThat(failure(main)).hasMessageContaining("full queue (1 deliveries");
        });
    }

    @Test
    void how_long_a_full_queue_blocks_is_taken_from_properties() throws Exception {
        receiver.hanging();
        withProperties(Map.of("enqueueTimeout", "300ms", "queueSize", "1"), main -> {
            emit(main);
            receiver.await(1);
            emit(main);
            long start = System.nanoTime();
            assertThat(failure(main)).hasMessageContaining("full queue");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(4));
        });
    }

    @Test
    void the_bytes_of_all_queues_are_limited_by_a_property() throws Exception {
        receiver.hanging();
        withProperties(Map.of("maxQueuedBytes", "3000", "whenFull", "fail"), main -> {
            // Other tests hold bytes of this JVM at the same time: how many fit before is not known.
            await().untilAsserted(() -> assertThat(failure(main)).hasMessageContaining("maxQueuedBytes"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret=", "whenFull=sometimes", "maxAttempts=0", "nosuch=1", "maxQueuedBytes=0"})
    void a_property_that_is_wrong_fails_the_start(String property) {
        String name = property.substring(0, property.indexOf('='));
        Map<String, String> properties = Map.of(name, property.substring(name.length() + 1));

        Throwable problem = catchThrowable(() -> withProperties(properties, main -> {}));
        assertThat(problem).isNotNull();
        while (problem.getCause() != null) {
            problem = problem.getCause();
        }
        assertThat(problem).hasMessageContaining(name);
    }
}
