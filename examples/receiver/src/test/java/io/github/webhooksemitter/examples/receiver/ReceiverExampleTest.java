package io.github.webhooksemitter.examples.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.WebhooksEmitterComponent;
import io.github.webhooksemitter.delivery.DeliveryFailedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed requests get in, forged ones do not, over HTTP. The signatures are made here, by hand. */
class ReceiverExampleTest {
    private static final byte[] KEY = "a key of 32 bytes for this test!".getBytes(StandardCharsets.US_ASCII);
    private static final String GITHUB_SECRET = "github's secret";
    private static final String BODY = "{\"invoice\": 7, \"customer\": \"Zoë\"}";

    private final Main main = new Main();
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        main.addOverrideProperty("camel.server.port", Integer.toString(port));
        main.addOverrideProperty("webhook.secret", secret());
        main.addOverrideProperty("github.secret", GITHUB_SECRET);
        main.addOverrideProperty("handler", "mock:handled");
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void a_genuine_webhook_gets_in_once_with_its_raw_bytes() throws Exception {
        assertThat(post(BODY, signed("msg_1", Instant.now(), BODY)).statusCode())
                .isEqualTo(204);
        assertThat(post(BODY, signed("msg_1", Instant.now(), BODY)).statusCode())
                .isEqualTo(200);
        assertThat(post(BODY, signed("msg_2", Instant.now(), BODY)).statusCode())
                .isEqualTo(204);

        assertThat(handled().getExchanges())
                .extracting(exchange -> exchange.getMessage().getBody(String.class))
                .containsExactly(BODY, BODY);
    }

    @Test
    void a_forged_webhook_is_answered_with_401_and_no_word_why() throws Exception {
        String[] genuine = signed("msg_1", Instant.now(), BODY);
        String[] old = signed("msg_1", Instant.now().minusSeconds(600), BODY);
        String[] forged = genuine.clone();
        forged[5] = "v1," + Base64.getEncoder().encodeToString(new byte[32]);

        String[] twice = Arrays.copyOf(genuine, 8);
        twice[6] = "Webhook-Id";
        twice[7] = "msg_1";

        for (HttpResponse<String> refused : List.of(
                post(BODY),
                post(BODY + " ", genuine),
                post(BODY, old),
                post(BODY, forged),
                post(BODY, twice),
                post("", genuine))) {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEmpty();
            assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("webhook"));
        }
        assertThat(handled().getExchanges()).isEmpty();
    }

    @Test
    void a_webhook_whose_handling_failed_may_come_again() throws Exception {
        handled().whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("down");
        });

        assertThat(post(BODY, signed("msg_1", Instant.now(), BODY)).statusCode())
                .isEqualTo(500);
        assertThat(post(BODY, signed("msg_1", Instant.now(), BODY)).statusCode())
                .isEqualTo(204);
        assertThat(handled().getExchanges()).hasSize(2);
    }

    @Test
    void a_body_that_is_too_long_is_refused() throws Exception {
        String body = "\"" + "x".repeat(1 << 20) + "\"";

        assertThat(post(body, signed("msg_1", Instant.now(), body)).statusCode())
                .isEqualTo(413);
        assertThat(handled().getExchanges()).isEmpty();
    }

    @Test
    void githubs_webhooks_have_a_guard_of_their_own() throws Exception {
        String signature =
                "sha256=" + HexFormat.of().formatHex(hmac(GITHUB_SECRET.getBytes(StandardCharsets.UTF_8), BODY));

        assertThat(postTo("/hooks/github", BODY, "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(204);
        assertThat(postTo("/hooks/github", BODY + " ", "X-Hub-Signature-256", signature)
                        .statusCode())
                .isEqualTo(401);
        assertThat(handled().getExchanges()).hasSize(1);
    }

    @Test
    void a_form_is_answered_with_401() throws Exception {
        String multipart = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";
        for (HttpResponse<String> refused : List.of(
                form("/hooks", "{\"a\":1}"),
                form("/hooks/github", "a=1", "X-Hub-Signature-256", "sha256=00"),
                send("/hooks", "multipart/form-data; boundary=x", multipart, signed("m", Instant.now(), multipart)))) {
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).isEmpty();
        }
        assertThat(handled().getExchanges()).isEmpty();
    }

    @Test
    void an_emitter_delivers_to_it() {
        var template = main.getCamelContext().createProducerTemplate();
        String emitter = "?event=invoice.paid&signature=standard-webhooks&waitForDelivery=true&maxAttempts=1"
                + "&allowedNetworks=loopback&url=http://127.0.0.1:"
                + port + "/hooks&secret=RAW(";

        template.sendBody("webhooks-emitter:right" + emitter + secret() + ")", BODY);
        Exchange refused = template.send("webhooks-emitter:wrong" + emitter + "another)", exchange -> exchange.getIn()
                .setBody(BODY));

        assertThat(refused.getException())
                .isInstanceOf(DeliveryFailedException.class)
                .hasMessageContaining("401");
        assertThat(handled().getExchanges()).hasSize(1);
        assertThat(main.getCamelContext().hasComponent("webhooks-emitter"))
                .isInstanceOf(WebhooksEmitterComponent.class);
    }

    private MockEndpoint handled() {
        return main.getCamelContext().getEndpoint("mock:handled", MockEndpoint.class);
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        return postTo("/hooks", body, headers);
    }

    private HttpResponse<String> postTo(String path, String body, String... headers) throws Exception {
        return send(path, "application/json", body, headers);
    }

    private HttpResponse<String> form(String path, String body, String... headers) throws Exception {
        return send(path, "application/x-www-form-urlencoded", body, headers);
    }

    private HttpResponse<String> send(String path, String contentType, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return client.send(
                headers.length == 0 ? request.build() : request.headers(headers).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String secret() {
        return "whsec_" + Base64.getEncoder().encodeToString(KEY);
    }

    private static String[] signed(String id, Instant at, String body) throws GeneralSecurityException {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] signature = hmac(KEY, id + "." + timestamp + "." + body);
        return new String[] {
            "webhook-id", id,
            "webhook-timestamp", timestamp,
            "webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature)
        };
    }

    private static byte[] hmac(byte[] key, String content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    }
}
