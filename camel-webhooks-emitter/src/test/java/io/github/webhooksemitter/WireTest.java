package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.RawReceiver;
import io.github.webhooksemitter.testing.RawReceiver.Request;
import io.github.webhooksemitter.testing.SignatureVectors;
import io.github.webhooksemitter.testing.SignatureVectors.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request as a receiver's socket sees it. */
class WireTest {
    private static final String ID = "fbc7fbe7-2e9b-4911-a50f-e0452672192c";
    private static final Map<String, Object> HEADERS =
            Map.of(WebhooksEmitterConstants.EVENT, "averyimportantevent", WebhooksEmitterConstants.DELIVERY_ID, ID);
    private static final String BODY = "{\"data\":\"foobar\"}";
    private static final String FAST = "&backoffDelay=10ms&backoffJitter=0";

    private final Camel camel = Camel.start();

    @AfterEach
    void stop() {
        camel.close();
    }

    private static String to(RawReceiver receiver) {
        return "webhooks-emitter:billing?url=RAW(" + receiver.url("/hooks/ah7Ahtet6abohbai") + ")";
    }

    private Request sent(RawReceiver receiver, String options) {
        return sent(receiver, options, BODY, HEADERS);
    }

    private Request sent(RawReceiver receiver, String options, Object body, Map<String, Object> headers) {
        int before = receiver.requests().size();
        camel.emit(to(receiver) + options, body, headers);
        return receiver.await(before + 1).get(before);
    }

    /** Waits for the delivery's end, and so for every request that it may cause. */
    private Exchange delivered(String uri, Map<String, Object> headers) {
        return camel.send(uri + "&waitForDelivery=true", BODY, headers);
    }

    @Test
    void sends_the_request_of_the_design_and_nothing_else() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            Request request = sent(receiver, "&secret=pässwörd-ключ");

            assertThat(request.requestLine()).isEqualTo("POST /hooks/ah7Ahtet6abohbai HTTP/1.1");
            assertThat(request.headerLines())
                    .filteredOn(line -> !line.startsWith("Host:"))
                    .containsExactly(
                            "X-Webhooks-Event: averyimportantevent",
                            "X-Webhooks-Delivery: " + ID,
                            "X-Webhooks-Signature: sha256:6mntci2avdr9gsttlrnn09vi1u8cjfa3n1lq91v398nu5t579fdg",
                            "User-Agent: " + request.values("User-Agent").get(0),
                            "Content-Type: application/json",
                            "Content-Length: " + BODY.length());
            assertThat(request.values("User-Agent").get(0)).matches("WebHooks-Emitter/\\d+\\.\\d+\\.\\d+(-\\S+)?");
            assertThat(request.headerLines()).contains("Host: 127.0.0.1:" + receiver.port());
            assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?a=1&b=2",
                "/a%2Fb;v=1/%7Efoo/~bar//?x=%20y&z=1+2&&k",
                "/hooks/$1:@!*',?q='%00&RAW",
            })
    void sends_path_and_query_of_the_url_byte_for_byte(String target) throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            camel.emit("webhooks-emitter:billing?event=e&url=RAW(" + receiver.url(target) + ")", BODY);

            assertThat(receiver.await(1).get(0).requestLine()).isEqualTo("POST " + target + " HTTP/1.1");
        }
    }

    @Test
    void sends_the_root_for_a_url_without_path() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            camel.emit("webhooks-emitter:billing?event=e&url=" + receiver.url(""), BODY);

            assertThat(receiver.await(1).get(0).requestLine()).isEqualTo("POST / HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\r\n\t\"b\" : 1.50e+2 , \"a\":\"\\u00e4\\/ä€😀\", \"b\":null } \n",
                "\"text\"",
                "-0.0",
                "[]",
            })
    void sends_the_bytes_of_the_body_as_they_are(String json) throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            Request request = sent(receiver, "", bytes, HEADERS);

            assertThat(request.body()).isEqualTo(bytes);
            assertThat(request.values("Content-Length")).containsExactly(Integer.toString(bytes.length));
            assertThat(request.headerNames()).doesNotContain("Transfer-Encoding");
        }
    }

    @Test
    void sends_a_body_of_the_largest_size_whole() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            byte[] bytes = ("\"" + "x".repeat(1_048_574) + "\"").getBytes(StandardCharsets.UTF_8);
            Request request = sent(receiver, "", bytes, HEADERS);

            assertThat(request.values("Content-Length")).containsExactly("1048576");
            assertThat(request.body()).isEqualTo(bytes);
        }
    }

    static Stream<Vector> vectorsThatPassTheDoor() {
        return SignatureVectors.all().stream().filter(vector -> isText(vector.secret()) && isJson(vector.body()));
    }

    private static boolean isText(byte[] bytes) {
        return bytes.length > 0
                && Arrays.equals(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isJson(byte[] bytes) {
        try {
            new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(bytes);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("vectorsThatPassTheDoor")
    void the_receiver_sees_the_signature_of_the_original_library(Vector vector) throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            String secret = new String(vector.secret(), StandardCharsets.UTF_8);
            Request request = sent(receiver, "&secret=RAW(" + secret + ")", vector.body(), HEADERS);

            assertThat(request.values("X-Webhooks-Signature")).containsExactly(vector.signature());
        }
    }

    @Test
    void some_vectors_pass_the_door() {
        assertThat(vectorsThatPassTheDoor()).hasSize(2);
    }

    @Test
    void sends_no_signature_without_a_secret() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            assertThat(sent(receiver, "").headerNames())
                    .containsExactlyInAnyOrder(
                            "X-Webhooks-Event",
                            "X-Webhooks-Delivery",
                            "User-Agent",
                            "Content-Type",
                            "Content-Length",
                            "Host");
        }
    }

    @Test
    void names_its_headers_after_the_header_identifier() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            assertThat(sent(receiver, "&headerIdentifier=Acme-Shop&secret=s").headerNames())
                    .startsWith("X-Acme-Shop-Event", "X-Acme-Shop-Delivery", "X-Acme-Shop-Signature")
                    .noneMatch(name -> name.contains("Webhooks"));
        }
    }

    @Test
    void sends_configured_headers_and_the_user_agent_as_they_are() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            Request request = sent(
                    receiver,
                    "&header.X-tenant_ID=acme&header.X-Text=RAW(a b; c=\"d\", {e})"
                            + "&secretHeader.Authorization=RAW(Bearer a+b%2F=&c)&userAgent=RAW(Shop/1.0 (+https://shop.example))");

            assertThat(request.headerLines())
                    .contains(
                            "X-tenant_ID: acme",
                            "X-Text: a b; c=\"d\", {e}",
                            "Authorization: Bearer a+b%2F=&c",
                            "User-Agent: Shop/1.0 (+https://shop.example)");
            assertThat(request.headerNames()).doesNotHaveDuplicates().hasSize(9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 Service Unavailable", "429 Too Many Requests"})
    void an_attempt_is_one_request_and_a_retry_after_of_an_hour_does_not_hold_its_caller(String status)
            throws IOException {
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status(status, "Retry-After: 3600"))) {
            long start = System.nanoTime();
            Exchange exchange = delivered(to(receiver) + "&maxAttempts=1", HEADERS);

            assertThat(exchange.getException()).hasMessageContaining("exhausted after 1 attempt");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(receiver.requests()).hasSize(1);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_attempt_is_one_request_when_a_new_connection_breaks_without_a_reply() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.HANG_UP)) {
            Exchange exchange = delivered(to(receiver) + "&maxAttempts=2" + FAST, HEADERS);

            assertThat(exchange.getException()).hasMessageContaining("exhausted after 2 attempts");
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    @Test
    void a_pooled_connection_that_turns_out_closed_is_replaced_within_the_attempt() throws IOException {
        String thenClosed = RawReceiver.status("200 OK", "X-Then: close");
        try (RawReceiver receiver = RawReceiver.answering(thenClosed)) {
            for (int i = 1; i <= 3; i++) {
                Exchange exchange = delivered(to(receiver) + "&maxAttempts=1", HEADERS);

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getHeader(WebhooksEmitterConstants.ATTEMPTS))
                        .isEqualTo(1);
                assertThat(receiver.requests()).hasSize(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent"})
    void a_redirect_is_not_followed(String status) throws IOException {
        try (RawReceiver other = RawReceiver.answering();
                RawReceiver receiver =
                        RawReceiver.answering(RawReceiver.status(status, "Location: " + other.url("/elsewhere")))) {
            Exchange exchange = delivered(to(receiver) + "&maxAttempts=1", HEADERS);

            assertThat(exchange.getException()).hasMessageContaining(status.substring(0, 3));
            assertThat(receiver.requests()).hasSize(1);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void a_cookie_is_not_sent_back() throws IOException {
        String cookie = RawReceiver.status("200 OK", "Set-Cookie: session=abc; Path=/");
        try (RawReceiver receiver = RawReceiver.answering(cookie)) {
            sent(receiver, "");

            assertThat(sent(receiver, "").headerNames()).doesNotContain("Cookie");
        }
    }

    @Test
    void a_retry_of_a_receiver_that_set_a_cookie_sends_none() throws IOException {
        String cookie = RawReceiver.status("503 Busy", "Set-Cookie: session=abc; Path=/");
        try (RawReceiver receiver = RawReceiver.answering(cookie, RawReceiver.OK)) {
            delivered(to(receiver) + FAST, HEADERS);

            assertThat(receiver.requests()).hasSize(2).allMatch(request -> request.values("Cookie")
                    .isEmpty());
        }
    }

    @Test
    void global_options_of_the_context_do_not_set_a_proxy() throws IOException {
        try (RawReceiver proxy = RawReceiver.answering();
                RawReceiver receiver = RawReceiver.answering()) {
            DefaultCamelContext context = Contexts.create();
            context.getGlobalOptions().put("http.proxyHost", "127.0.0.1");
            context.getGlobalOptions().put("http.proxyPort", Integer.toString(proxy.port()));
            try (Camel withOptions = Camel.start(context)) {
                withOptions.emit(to(receiver), BODY, HEADERS);
                receiver.await(1);
            }

            assertThat(proxy.connections()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CamelHttpUri, http://127.0.0.1:%d/elsewhere",
        "camelhttpuri, http://127.0.0.1:%d/elsewhere",
        "CAMELHTTPURI, http://127.0.0.1:%d/elsewhere",
        "CamelHttpUrl, http://127.0.0.1:%d/elsewhere",
        "CamelHttpBaseUri, http://127.0.0.1:%d/elsewhere",
        "CamelHttpPath, /elsewhere",
        "cAmElHtTpPaTh, /elsewhere",
        "CamelHttpQuery, a=1",
        "CamelHttpRawQuery, a=1",
        "camelhttprawquery, a=1",
        "CamelRestHttpUri, http://127.0.0.1:%d/elsewhere",
        "CamelRestHttpQuery, a=1",
        "CamelHttpMethod, DELETE",
        "camelHttpMethod, GET",
        "CamelHttpHost, 127.0.0.1:%d",
        "CamelHttpScheme, https",
        "CamelHttpPort, %d",
        "CamelHttpProtocolVersion, HTTP/1.0",
        "Host, 127.0.0.1:%d",
        "host, 127.0.0.1:%d",
    })
    void a_header_of_the_exchange_leads_the_request_nowhere_else(String name, String value) throws IOException {
        try (RawReceiver other = RawReceiver.answering();
                RawReceiver receiver = RawReceiver.answering()) {
            Request request =
                    sent(receiver, "&event=e", BODY, Map.of(name, value.replace("%d", Integer.toString(other.port()))));

            assertThat(request.requestLine()).isEqualTo("POST /hooks/ah7Ahtet6abohbai HTTP/1.1");
            assertThat(request.values("Host")).containsExactly("127.0.0.1:" + receiver.port());
            assertThat(other.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Proxy-Authorization",
                "Cookie",
                "Expect",
                "Connection",
                "Upgrade",
                "Transfer-Encoding",
                "Content-Length",
                "Content-Encoding",
                "Content-Type",
                "content-type",
                "CamelContentType",
                "CamelHttpCharacterEncoding",
                "User-Agent",
                "Accept",
                "Accept-Encoding",
                "X-Webhooks-Signature",
                "x-webhooks-signature",
                "X-Webhooks-Event",
                "X-Webhooks-Delivery",
                "webhook-id",
                "webhook-signature",
                "Webhook-Signature",
                "Signature",
                "X-Hub-Signature-256",
                "X-Obj",
                "breadcrumbId",
                "CamelFileName",
                "X-Forwarded-For",
                "traceparent",
                "tracestate",
                "baggage",
                "Bad Name\r\nX-Injected",
            })
    void a_header_of_the_exchange_does_not_reach_the_receiver(String name) throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            Map<String, Object> all = Map.of(
                    WebhooksEmitterConstants.EVENT,
                    "e",
                    WebhooksEmitterConstants.DELIVERY_ID,
                    "id-1",
                    name,
                    "forged-canary");
            Request request = sent(receiver, "&secret=s", BODY, all);

            assertThat(request.head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("forged-canary", "x-injected");
            assertThat(request.headerNames())
                    .containsExactlyInAnyOrder(
                            "X-Webhooks-Event",
                            "X-Webhooks-Delivery",
                            "X-Webhooks-Signature",
                            "User-Agent",
                            "Content-Type",
                            "Content-Length",
                            "Host");
            assertThat(request.values("Content-Type")).containsExactly("application/json");
        }
    }

    @Test
    void a_header_that_is_an_object_or_a_list_does_not_reach_the_receiver() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering()) {
            Request request = sent(
                    receiver,
                    "&event=e",
                    BODY,
                    Map.of("X-Obj", new Object(), "X-List", List.of("a", "b"), "X-Ümlaut", "ä", "Accept", List.of()));

            assertThat(request.headerNames()).hasSize(6).doesNotContain("X-Obj", "X-List", "Accept");
        }
    }

    @Test
    void each_attempt_has_the_same_id_and_bytes_and_a_valid_signature() throws IOException {
        String busy = RawReceiver.status("503 Busy");
        try (RawReceiver receiver = RawReceiver.answering(busy, busy, RawReceiver.OK)) {
            delivered(to(receiver) + "&secret=pässwörd-ключ" + FAST, HEADERS);

            assertThat(receiver.requests()).hasSize(3).allSatisfy(request -> {
                assertThat(request.head()).isEqualTo(receiver.requests().get(0).head());
                assertThat(request.values("X-Webhooks-Delivery")).containsExactly(ID);
                assertThat(request.values("X-Webhooks-Signature"))
                        .containsExactly("sha256:6mntci2avdr9gsttlrnn09vi1u8cjfa3n1lq91v398nu5t579fdg");
                assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
            });
        }
    }

    @Test
    void each_attempt_is_signed_anew() throws IOException {
        String busy = RawReceiver.status("503 Busy");
        try (RawReceiver receiver = RawReceiver.answering(busy, busy, RawReceiver.OK)) {
            camel.context().getRegistry().bind("stamps", new TimestampScheme());
            delivered(to(receiver) + "&signature=#bean:stamps&secret=s" + FAST, HEADERS);

            assertThat(receiver.requests()).hasSize(3);
            assertThat(receiver.requests().stream()
                            .map(request -> request.values("X-Stamp").get(0)))
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    /** A user's scheme that signs nothing but the time. */
    private static final class TimestampScheme implements SignatureScheme {
        @Override
        public String name() {
            return "stamps";
        }

        @Override
        public Signer signer(SigningKeys keys) {
            return request -> List.of(
                    new SignedHeader(
                            "X-Stamp", Long.toString(request.timestamp().toEpochMilli())),
                    new SignedHeader(
                            "X-Seen",
                            request.method() + " " + request.target() + " "
                                    + HexFormat.of().formatHex(request.body())));
        }
    }

    @Test
    void trace_headers_are_sent_only_if_they_are_to_be_propagated() throws IOException {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Map<String, Object> trace = Map.of("traceparent", parent, "tracestate", "vendor=1", "baggage", "user=alice");
        try (RawReceiver receiver = RawReceiver.answering();
                RawReceiver trusted = RawReceiver.answering()) {
            Request without = sent(receiver, "&event=e", BODY, trace);
            camel.emit("webhooks-emitter:trusted?event=e&propagateTrace=true&url=" + trusted.url("/"), BODY, trace);

            assertThat(without.headerNames()).doesNotContain("traceparent", "tracestate", "baggage");
            assertThat(trusted.await(1).get(0).headerLines())
                    .contains("traceparent: " + parent, "tracestate: vendor=1")
                    .noneMatch(line -> line.contains("alice"));
        }
    }

    @Test
    void trace_headers_stay_with_the_delivery_through_retries() throws IOException {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status("503 Busy"), RawReceiver.OK)) {
            delivered(to(receiver) + "&event=e&propagateTrace=true" + FAST, Map.of("traceparent", parent));

            assertThat(receiver.requests()).hasSize(2).allMatch(request -> request.values("traceparent")
                    .equals(List.of(parent)));
        }
    }

    @Test
    void a_long_redelivery_delay_in_a_header_does_not_delay_a_retry() throws IOException {
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status("503 Busy"), RawReceiver.OK)) {
            Map<String, Object> headers = Map.of(Exchange.REDELIVERY_DELAY, 60_000);
            long start = System.nanoTime();
            Exchange exchange = delivered(to(receiver) + "&event=e" + FAST, headers);

            assertThat(exchange.getMessage().getHeader(WebhooksEmitterConstants.ATTEMPTS))
                    .isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_short_redelivery_delay_in_a_header_does_not_hasten_a_retry() throws IOException {
        String busy = RawReceiver.status("503 Busy");
        try (RawReceiver receiver = RawReceiver.answering(busy, busy, RawReceiver.OK)) {
            Map<String, Object> headers = Map.of(Exchange.REDELIVERY_DELAY, 1);
            long start = System.nanoTime();
            delivered(to(receiver) + "&event=e&backoffDelay=300ms&backoffMultiplier=1&backoffJitter=0", headers);

            assertThat(receiver.requests()).hasSize(3);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(590));
        }
    }

    @Test
    void a_dead_letter_has_the_bytes_that_were_sent() throws Exception {
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status("500 Broken"))) {
            MockEndpoint letters = camel.context().getEndpoint("mock:letters", MockEndpoint.class);
            letters.expectedMessageCount(1);
            camel.emit(to(receiver) + "&maxAttempts=1&deadLetter=mock:letters", BODY, HEADERS);

            letters.assertIsSatisfied(10_000);
            byte[] letter = letters.getExchanges().get(0).getMessage().getBody(byte[].class);
            assertThat(letter).isEqualTo(receiver.requests().get(0).body());
        }
    }
}
