package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.RawReceiver;
import io.github.webhooksemitter.testing.RawReceiver.Request;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What arrives at a socket is verified by the libraries of those who own the schemes: here by those for Java, and, from
 * {@code target/interop/requests.json}, by those for Node.js in the folder {@code interop}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropTest {
    private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String PRIVATE_KEY = "whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";
    private static final String PUBLIC_KEY = "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
    private static final String SCHEMES = "standard-webhooks,standard-webhooks-ed25519,github,stripe";

    /** A request as captured; every scheme has signed it. */
    record Captured(String name, String target, Map<String, String> headers, byte[] body, long at) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Captured> captured = new ArrayList<>();

    static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("empty object", "{}");
        bodies.put("unicode", "{\"grüße\":\"Zoë 漢字 🎉 \u2028\uFFFD\",\"e\":\"\\u00e9\"}");
        bodies.put("1 MB", "{\"data\":\"" + "x".repeat(1_048_576 - 11) + "\"}");
        bodies.put("every class of bytes", everyClassOfBytes());
        return bodies;
    }

    /** White space of each kind, all of ASCII that strings may hold, escapes, and UTF-8 of 2, 3 and 4 bytes, lowest and highest. */
    private static String everyClassOfBytes() {
        StringBuilder ascii = new StringBuilder();
        for (char c = ' '; c <= 0x7f; c++) {
            ascii.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
        }
        StringBuilder escapes = new StringBuilder("\\b\\f\\n\\r\\t\\/");
        for (int c = 0; c < ' '; c++) {
            escapes.append(String.format("\\u%04x", c));
        }
        return "\t{\r\n \"ascii\" : \"" + ascii + "\",\"escapes\":\"" + escapes
                + "\",\"utf8\":\"\u0080\u07ff\u0800\uffff\ud800\udc00\udbff\udfff\",\"n\":[-0.0e-1,1E+2,true,false,null]}\n";
    }

    @BeforeAll
    void capture() throws Exception {
        for (Map.Entry<String, String> body : bodies().entrySet()) {
            try (RawReceiver receiver = RawReceiver.answering(
                            RawReceiver.status("503 No"), RawReceiver.status("503 No"), RawReceiver.OK);
                    Camel camel = Camel.start()) {
                camel.emit(
                        "webhooks-emitter:shop?event=e&signature=" + SCHEMES + "&secret=RAW(" + SECRET + ")"
                                + "&privateKey=RAW(" + PRIVATE_KEY + ")"
                                + "&previousSecrets=RAW(older,oldest)&backoffDelay=600ms&backoffJitter=0&url="
                                + receiver.url("/hooks?a=1"),
                        body.getValue());
                List<Request> attempts = receiver.await(3);
                keep(body.getKey() + ", first attempt", attempts.get(0));
                keep(body.getKey() + ", third attempt", attempts.get(2));
            }
        }
    }

    private void keep(String name, Request request) {
        Map<String, String> headers = new TreeMap<>();
        request.headerNames().forEach(header -> headers.put(header, String.join(", ", request.values(header))));
        long at = Long.parseLong(headers.get("webhook-timestamp"));
        captured.add(new Captured(name, request.requestLine(), headers, request.body(), at));
    }

    @AfterAll
    void write() throws Exception {
        Path folder = Files.createDirectories(Path.of("target/interop"));
        List<Map<String, Object>> requests = captured.stream()
                .map(one -> Map.<String, Object>of(
                        "name",
                        one.name,
                        "secret",
                        SECRET,
                        "publicKey",
                        PUBLIC_KEY,
                        "at",
                        one.at,
                        "headers",
                        one.headers,
                        "body",
                        Base64.getEncoder().encodeToString(one.body)))
                .toList();
        new ObjectMapper().writeValue(folder.resolve("requests.json").toFile(), requests);
    }

    List<Captured> captured() {
        assertThat(captured).hasSize(8);
        return captured;
    }

    @ParameterizedTest
    @MethodSource("captured")
    void the_library_of_standard_webhooks_verifies(Captured request) throws Exception {
        var webhook = new com.standardwebhooks.Webhook(SECRET);
        String body = new String(request.body, StandardCharsets.UTF_8);

        webhook.verify(body, headers(request));
        assertThatThrownBy(() -> webhook.verify(body + " ", headers(request)))
                .isInstanceOf(com.standardwebhooks.exceptions.WebhookVerificationException.class);
    }

    @ParameterizedTest
    @MethodSource("captured")
    void the_library_of_svix_verifies(Captured request) throws Exception {
        var webhook = new com.svix.Webhook(SECRET);
        String body = new String(request.body, StandardCharsets.UTF_8);

        webhook.verify(body, headers(request));
        assertThatThrownBy(() -> webhook.verify(body + " ", headers(request)))
                .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
    }

    @ParameterizedTest
    @MethodSource("bodyNames")
    void the_third_attempt_has_the_same_id_and_body_and_a_newer_timestamp(String body) {
        Captured first = named(body + ", first attempt");
        Captured third = named(body + ", third attempt");

        assertThat(third.headers.get("webhook-id")).isEqualTo(first.headers.get("webhook-id"));
        assertThat(third.body)
                .isEqualTo(first.body)
                .isEqualTo(bodies().get(body).getBytes(StandardCharsets.UTF_8));
        assertThat(third.at).isGreaterThan(first.at);
    }

    static List<String> bodyNames() {
        return List.copyOf(bodies().keySet());
    }

    private Captured named(String name) {
        return captured.stream()
                .filter(one -> one.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static HttpHeaders headers(Captured request) {
        return HttpHeaders.of(
                request.headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                (name, value) -> true);
    }
}
