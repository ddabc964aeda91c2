package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in one sentence with its cure, early, and without a secret or the url's path. */
class BadInputTest {
    private static final String CANARY = "canary-19c2";
    private static final String URL = "http://receiver.example/" + CANARY + "?t=" + CANARY;
    private static final String SECRET = CANARY + "-secret";

    private final Camel camel = Camel.start();

    @AfterEach
    void stop() {
        camel.close();
    }

    /** An option that is wrong, beside a url and a secret that are right, and what the sentence has to say. */
    record Bad(String option, String value, List<String> says) {
        @Override
        public String toString() {
            return option + "=" + value.replaceAll("[^ -~]", "?");
        }
    }

    private static Bad bad(String option, String value, String... says) {
        return new Bad(option, value, List.of(says));
    }

    /** Wrong for an emitter, however it is written. */
    static Stream<Bad> ofEmitters() {
        return Stream.of(
                bad("nosuch", "1", "'nosuch'"),
                bad("Secret", CANARY, "'Secret'"),
                bad("maxattempts", "3", "'maxattempts'"),
                bad("url", "", "url", "http"),
                bad("url", "/" + CANARY, "url", "http(s)://"),
                bad("url", "ftp://receiver.example/" + CANARY, "url", "http(s)://"),
                bad("url", "file:/" + CANARY, "url", "http(s)://"),
                bad("url", CANARY, "url", "http(s)://"),
                bad("url", "http:///" + CANARY, "url", "http(s)://"),
                bad("url", "http://" + CANARY + ":pw@receiver.example/", "url", "http.authUsername"),
                bad("url", "http://receiver.example/" + CANARY + "#part", "url", "%23"),
                bad("url", "http://receiver.example/ " + CANARY, "url", "percent-encode"),
                bad("url", "http://receiver.example/" + CANARY + "\n", "url", "percent-encode"),
                bad("url", "http://receiver.example/ä" + CANARY, "url", "percent-encode"),
                bad("url", "http://receiver.example/" + CANARY + "%zz", "url", "percent-encode"),
                bad("url", "http://receiver.example:99999/" + CANARY, "url", "port"),
                bad("secret", "", "secret", "leave the option out"),
                bad("secret", " \t", "secret", "leave the option out"),
                bad("events", "", "events", "invoice.*"),
                bad("events", "a,,b", "events", "invoice.*"),
                bad("events", "inv*", "events", "'inv*'", "invoice.*"),
                bad("events", "a..b", "events", "'a..b'"),
                bad("events", "a b", "events", "'a b'"),
                bad("events", "a\u0007", "events"),
                bad("signature", "nosuch", "signature", "'nosuch'", "webhooks-emitter"),
                bad("signature", "#bean:nosuch", "signature", "nosuch", "bind"),
                bad("signature", "", "signature"),
                bad("headerIdentifier", "Web Hooks", "headerIdentifier", "letters"),
                bad("headerIdentifier", "a\r\nX-Injected: 1", "headerIdentifier", "letters"),
                bad("headerIdentifier", "", "headerIdentifier", "letters"),
                bad("userAgent", "", "userAgent", "visible ASCII"),
                bad("userAgent", "a\r\nX-Injected: 1", "userAgent", "visible ASCII"),
                bad("userAgent", "Zoë", "userAgent", "visible ASCII"),
                bad("header.X-A", "", "header.X-A", "visible ASCII"),
                bad("header.X-A", " " + CANARY, "header.X-A", "blanks only between"),
                bad("header.X-A", CANARY + "\r\nX-Injected: 1", "header.X-A", "visible ASCII"),
                bad("header.X-A", CANARY + "\u0000", "header.X-A", "visible ASCII"),
                bad("header.X-A", CANARY + "\u007f", "header.X-A", "visible ASCII"),
                bad("header.X-A", "Zoë" + CANARY, "header.X-A", "visible ASCII"),
                bad("secretHeader.X-A", CANARY + "\t", "secretHeader.X-A", "visible ASCII"),
                bad("header.Bad Name", "1", "header.Bad Name", "HTTP header"),
                bad("header.", "1", "header.", "HTTP header"),
                bad("header.Authorization", CANARY, "header.Authorization", "secretHeader.Authorization"),
                bad("header.authorization", CANARY, "header.authorization", "secretHeader.authorization"),
                bad("header.Cookie", CANARY, "header.Cookie", "secretHeader.Cookie"),
                bad("header.Content-Type", "text/plain", "header.Content-Type", "webhooks-emitter"),
                bad("header.Content-Length", "1", "header.Content-Length", "HTTP"),
                bad("header.Host", "other.example", "header.Host"),
                bad("secretHeader.transfer-encoding", "chunked", "secretHeader.transfer-encoding"),
                bad("header.User-Agent", "x", "header.User-Agent", "userAgent"),
                bad("header.X-Webhooks-Signature", "x", "header.X-Webhooks-Signature", "webhooks-emitter"),
                bad("header.x-webhooks-event", "x", "header.x-webhooks-event", "webhooks-emitter"),
                bad("propagateTrace", "yes", "propagateTrace", "true or false", "'yes'"),
                bad("maxAttempts", "0", "maxAttempts", "from 1"),
                bad("maxAttempts", "-1", "maxAttempts", "from 1"),
                bad("maxAttempts", "many", "maxAttempts", "whole number"),
                bad("maxAttempts", "1.5", "maxAttempts", "whole number"),
                bad("maxAttempts", "99999999999", "maxAttempts", "whole number"),
                bad("backoffDelay", "-5s", "backoffDelay", "not negative"),
                bad("backoffDelay", "PT-5S", "backoffDelay", "not negative"),
                bad("backoffDelay", "soon", "backoffDelay", "such as"),
                bad("backoffDelay", "5 fortnights", "backoffDelay", "such as"),
                bad("backoffDelay", "", "backoffDelay", "such as"),
                bad("backoffDelay", "999999d", "backoffDelay", "365d"),
                bad("backoffMaxDelay", "-1", "backoffMaxDelay", "not negative"),
                bad("backoffMultiplier", "0.5", "backoffMultiplier", "from 1"),
                bad("backoffMultiplier", "NaN", "backoffMultiplier", "from 1"),
                bad("backoffMultiplier", "Infinity", "backoffMultiplier", "1000"),
                bad("backoffJitter", "-0.1", "backoffJitter", "from 0 to 1"),
                bad("backoffJitter", "2", "backoffJitter", "from 0 to 1"),
                bad("retrySchedule", "5s,,1m", "retrySchedule", "5s,5m"),
                bad("retrySchedule", "5s,-1m", "retrySchedule", "'-1m'"),
                bad("retrySchedule", "", "retrySchedule", "5s,5m"),
                bad("connectTimeout", "0", "connectTimeout", "1ms"),
                bad("requestTimeout", "-1s", "requestTimeout"),
                bad("requestTimeout", "0ms", "requestTimeout", "1ms"),
                bad("concurrency", "0", "concurrency", "from 1"),
                bad("queueSize", "-1", "queueSize", "from 1"),
                bad("maxPayloadSize", "0", "maxPayloadSize", "from 1"),
                bad("queue", "", "queue", "{emitterId}"),
                bad("queue", "sjms2:queue:" + CANARY, "queue", "{emitterId}"),
                bad("deadLetter", "", "deadLetter"),
                bad("deadLetter", "nosuch:" + CANARY, "deadLetter", "component"),
                bad("deadLetter", CANARY, "deadLetter"),
                bad("deadLetter", "seda:x?nosuch=" + CANARY, "deadLetter", "check the URI"),
                bad("deadLetter", "webhooks-emitter:shop", "deadLetter", "another endpoint"),
                bad("deadLetter", "webhooks-emitter://shop?event=a", "deadLetter", "another endpoint"),
                bad("deadLetter", "webhooks-emitter:*", "deadLetter", "another endpoint"),
                bad("http.followRedirects", "true", "http.followRedirects", "leave it out"),
                bad("http.httpMethod", "GET", "http.httpMethod", "leave it out"),
                bad("http.responseTimeout", "1s", "http.responseTimeout", "requestTimeout"),
                bad("http.nosuch", CANARY, "http.nosuch", "use one of"),
                bad("http.proxyHost", CANARY, "http.proxyPort"),
                bad("http.authPassword", CANARY, "http.authUsername"),
                bad("http.sslContextParameters", "#bean:nosuch", "http.sslContextParameters", "bind"));
    }

    /** Wrong for an endpoint alone. */
    static Stream<Bad> ofEndpoints() {
        return Stream.of(
                bad("event", "", "event", "invoice.paid"),
                bad("event", "a b", "event", "'a b'", "invoice.paid"),
                bad("event", "a\u0007b", "event", "invoice.paid"),
                bad("event", "a,b", "event", "invoice.paid"),
                bad("event", "invoice.*", "event", "invoice.paid"),
                bad("event", "x".repeat(257), "event", "256"),
                bad("whenFull", "sometimes", "whenFull", "block, fail or deadLetter"),
                bad("enqueueTimeout", "-1s", "enqueueTimeout", "not negative"),
                bad("waitForDelivery", "maybe", "waitForDelivery", "true or false"),
                bad("waitTimeout", "soon", "waitTimeout", "such as"),
                bad("operation", "destroy", "operation", "attach"),
                bad("operation", "status", "secret", "Declare the emitter on an endpoint of its own"));
    }

    static Stream<Bad> ofUris() {
        // Control characters of a URI are for Camel to judge, before any option is read.
        return Stream.concat(ofEmitters(), ofEndpoints())
                .filter(bad -> bad.value().chars().noneMatch(Character::isISOControl));
    }

    private static String uri(Bad bad) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", URL);
        options.put("secret", SECRET);
        options.put(bad.option(), bad.value());
        String query = options.entrySet().stream()
                .map(option -> option.getKey() + "=RAW(" + option.getValue() + ")")
                .collect(Collectors.joining("&"));
        return "webhooks-emitter:shop?" + query;
    }

    /** The sentence is one line that says all that it has to; and nothing on the way to it says too much. */
    private static void assertClear(Throwable problem, Bad bad) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        assertThat(cause).isInstanceOf(IllegalArgumentException.class);
        assertThat(cause.getMessage()).contains(bad.says()).matches("[ -~…]+").hasSizeLessThan(600);
        assertDiscreet(problem);
    }

    private static void assertDiscreet(Throwable problem) {
        StringWriter trace = new StringWriter();
        problem.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(CANARY);
        assertThat(problem.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @MethodSource("ofUris")
    void a_route_with_a_wrong_option_does_not_start_and_says_why(Bad bad) throws Exception {
        try (Logs logs = Logs.open();
                DefaultCamelContext context = Contexts.create()) {
            Contexts.route(context, "direct:in", uri(bad));
            Throwable problem = catchThrowable(context::start);

            assertThat(problem).isInstanceOf(FailedToStartRouteException.class);
            assertClear(problem, bad);
            assertThat(logs.lines(CANARY)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ofUris")
    void a_send_to_an_endpoint_with_a_wrong_option_fails_and_says_why(Bad bad) {
        Throwable problem = catchThrowable(() -> camel.send(uri(bad), "{}", Map.of()));

        assertThat(problem).isInstanceOf(FailedToCreateProducerException.class);
        assertClear(problem, bad);
    }

    @ParameterizedTest
    @MethodSource("ofUris")
    void a_to_d_with_a_wrong_option_fails_its_exchange_and_says_why(Bad bad) throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD(uri(bad).replace("shop", "${header.tenant}"));
            }
        });
        Exchange exchange = camel.send("direct:in", "{}", Map.of("tenant", "shop"));

        assertThat(exchange.getException()).isInstanceOf(FailedToCreateProducerException.class);
        assertClear(exchange.getException(), bad);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0007b", "a\u0000", "a\tb", "\u007f"})
    void a_control_character_in_a_uri_is_refused(String value) throws Exception {
        Bad bad = bad("header.X-A", value, "webhooks-emitter:shop", "control character", "remove it");
        Throwable send = catchThrowable(() -> camel.send(uri(bad), "{}", Map.of()));
        assertThat(send).isInstanceOf(FailedToCreateProducerException.class);
        assertClear(send, bad);

        try (DefaultCamelContext context = Contexts.create()) {
            Contexts.route(context, "direct:in", uri(bad));
            Throwable start = catchThrowable(context::start);
            assertThat(start).isInstanceOf(FailedToStartRouteException.class);
            assertClear(start, bad);
        }
    }

    @Test
    void a_line_break_in_a_uri_adds_no_header() {
        try (Receiver receiver = Receiver.start()) {
            camel.emit(
                    "webhooks-emitter:shop?event=e&url=" + receiver.url() + "&header.X-A=RAW(a\r\nX-Injected: 1)",
                    "{}");

            assertThat(receiver.await(1).get(0).header("X-Injected")).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("ofEmitters")
    void an_attach_with_a_wrong_option_fails_and_says_why(Bad bad) {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("url", URL, "secret", SECRET));
        options.put(bad.option(), bad.value());
        try (Logs logs = Logs.open()) {
            Exchange one = camel.send("webhooks-emitter:shop?operation=attach", options, Map.of());
            options.put("emitterId", "shop");
            Exchange many = camel.send("webhooks-emitter:*?operation=put", List.of(options), Map.of());

            assertClear(one.getException(), bad);
            assertClear(many.getException(), bad);
            assertThat(component().emitters()).isEmpty();
            assertThat(logs.lines(CANARY)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("ofEmitters")
    void an_update_with_a_wrong_option_changes_nothing(Bad bad) {
        try (Receiver receiver = Receiver.start()) {
            camel.emit("webhooks-emitter:shop?operation=attach", Map.of("url", receiver.url(), "secret", SECRET));
            Exchange exchange = camel.send(
                    "webhooks-emitter:shop?operation=update",
                    Map.of("header.X-Changed", "yes", bad.option(), bad.value()),
                    Map.of());

            assertClear(exchange.getException(), bad);
            camel.emit("webhooks-emitter:shop?event=e", "{}");
            assertThat(receiver.await(1).get(0).header("X-Changed")).isNull();
        }
    }

    private WebhooksEmitterComponent component() {
        return camel.context().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    // Ids, urls that are missing, bodies of operations

    @ParameterizedTest
    @ValueSource(strings = {"sh op", "shöp", "shop/eu", "a,b", "**", "shop*", "$", "x:y"})
    void an_emitter_id_that_is_none_is_refused(String id) {
        Bad bad = bad("emitterId", id, "emitter id", "letters, digits");
        assertClear(catchThrowable(() -> camel.send("webhooks-emitter:" + id + "?event=e", "{}", Map.of())), bad);

        Exchange attach = camel.send(
                "webhooks-emitter:*?operation=attach", List.of(Map.of("emitterId", id, "url", URL)), Map.of());
        assertClear(attach.getException(), bad);
    }

    @Test
    void an_emitter_id_that_is_too_long_is_refused() {
        assertThat(catchThrowable(() -> camel.send("webhooks-emitter:" + "x".repeat(129) + "?event=e", "{}", Map.of())))
                .rootCause()
                .hasMessageContaining("1 to 128");
    }

    @Test
    void a_declaration_without_a_url_does_not_start() throws Exception {
        try (DefaultCamelContext context = Contexts.create()) {
            Contexts.route(context, "direct:in", "webhooks-emitter:shop?event=e&secret=RAW(" + SECRET + ")");

            Throwable problem = catchThrowable(context::start);
            assertThat(problem).isInstanceOf(FailedToStartRouteException.class);
            assertClear(problem, bad("url", "", "url", "shop", "missing"));
        }
    }

    @Test
    void a_reference_to_an_emitter_that_is_not_there_starts_and_fails_the_exchange() throws Exception {
        Contexts.route(camel.context(), "direct:in", "webhooks-emitter:shop?event=e");
        Exchange exchange = camel.send("direct:in", "{}", Map.of());

        assertThat(exchange.getException())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("shop", "attach");
    }

    @Test
    void an_emitter_option_on_the_fan_out_is_refused() {
        Throwable problem =
                catchThrowable(() -> camel.send("webhooks-emitter:*?event=e&url=RAW(" + URL + ")", "{}", Map.of()));

        assertClear(problem, bad("url", "", "url", "endpoint of its own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"update", "detach", "pause", "resume", "status"})
    void an_operation_that_needs_one_emitter_is_refused_for_all(String operation) {
        Throwable problem =
                catchThrowable(() -> camel.send("webhooks-emitter:*?operation=" + operation, "{}", Map.of()));

        assertClear(problem, bad("operation", "", "operation=" + operation, "one emitter"));
    }

    @Test
    void a_consumer_takes_no_option_but_outcomes() throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:before").to("log:before");
            }
        });
        Throwable problem = catchThrowable(
                () -> Contexts.route(camel.context(), "webhooks-emitter:shop?url=RAW(" + URL + ")", "log:in"));

        assertThat(problem).hasStackTraceContaining("takes no option but outcomes");
    }

    static Stream<Object> bodiesThatAreNoOptions() {
        return Stream.of(
                CANARY,
                "{\"url\":\"" + CANARY,
                "\"" + CANARY + "\"",
                "[]",
                "null",
                "7",
                "",
                List.of(CANARY),
                List.of(Map.of("url", URL)),
                Map.of("emitterId", "other", "url", URL),
                Map.of("url", Map.of(CANARY, 1)),
                Map.of("url", List.of(URL, URL)),
                Map.of("url", URL, "secret", List.of(CANARY, CANARY)),
                Map.of("url", URL, "secret", Map.of("a", CANARY)),
                Map.of("url", URL, "header", CANARY),
                Map.of("url", URL, "header", Map.of("X-A", Map.of("b", CANARY))),
                Map.of("url", URL, "secretHeader.X-A", List.of(Map.of("b", CANARY))),
                Map.of("url", URL, "maxAttempts", List.of(1)));
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreNoOptions")
    void a_body_of_attach_that_is_no_options_is_refused_without_being_quoted(Object body) {
        Exchange exchange = camel.send("webhooks-emitter:shop?operation=attach", body, Map.of());

        assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
        assertThat(exchange.getException().getMessage()).matches("[ -~…]+").endsWith(".");
        assertDiscreet(exchange.getException());
        assertThat(component().emitters()).isEmpty();
    }

    @Test
    void a_null_body_of_attach_is_refused() {
        assertThat(camel.send("webhooks-emitter:shop?operation=attach", null, Map.of())
                        .getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"emitterId\":\"a\",\"url\":\"http://a.example/\"},{\"url\":\"http://b.example/canary-19c2\"}]",
                "[{\"emitterId\":\"a\",\"url\":\"http://a.example/\"},{\"emitterId\":\"a\",\"url\":\"http://b.example/\"}]",
                "[{\"emitterId\":\"a\",\"url\":\"http://a.example/\"},{\"emitterId\":\"b\",\"url\":\"canary-19c2\"}]",
                "[{\"emitterId\":\"a\",\"url\":\"http://a.example/\"},{\"emitterId\":7,\"url\":\"http://b.example/\"}]",
                "[{\"emitterId\":\"a\",\"url\":\"http://a.example/\"},null]",
                "{\"emitterId\":\"a\",\"url\":\"http://a.example/\"}",
            })
    void an_attach_of_many_with_one_that_is_wrong_attaches_none(String body) {
        Exchange exchange = camel.send("webhooks-emitter:*?operation=attach", body, Map.of());

        assertThat(exchange.getException()).isInstanceOf(IllegalArgumentException.class);
        assertDiscreet(exchange.getException());
        assertThat(component().emitters()).isEmpty();
    }

    // Conflicting declarations

    @ParameterizedTest
    @ValueSource(strings = {"secret", "url", "maxAttempts", "header.X-A", "deadLetter"})
    void a_second_declaration_that_differs_does_not_start_and_names_the_option(String option) throws Exception {
        String same = "webhooks-emitter:shop?url=RAW(" + URL + ")";
        String other = option.equals("url")
                ? "webhooks-emitter:shop?url=RAW(" + URL + "2)"
                : same + "&" + option + "=" + (option.equals("maxAttempts") ? "3" : "seda:" + CANARY);
        try (DefaultCamelContext context = Contexts.create()) {
            Contexts.route(context, "direct:one", same);
            Contexts.route(context, "direct:two", other);

            Throwable problem = catchThrowable(context::start);
            assertThat(problem).isInstanceOf(FailedToStartRouteException.class);
            assertClear(problem, bad(option, "", "shop", option, "webhooks-emitter:shop"));
        }
    }

    @Test
    void an_option_given_twice_is_refused() {
        String twice = "webhooks-emitter:shop?event=e&url=RAW(" + URL + ")&secret=RAW(" + SECRET + ")&secret=b";

        assertClear(catchThrowable(() -> camel.send(twice, "{}", Map.of())), bad("secret", "", "secret", "twice"));
    }

    @Test
    void a_header_given_in_two_spellings_is_refused() {
        String twice = "webhooks-emitter:shop?event=e&url=RAW(" + URL + ")&header.X-A=1&secretHeader.x-a=" + CANARY;

        assertClear(
                catchThrowable(() -> camel.send(twice, "{}", Map.of())), bad("x-a", "", "secretHeader.x-a", "twice"));
    }
}
