package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Stage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payload is wrapped in: made once, at accept, signed as sent. */
class EnvelopeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Its blanks and its number would not survive being parsed and written again. */
    private static final String PAYLOAD = " {\"n\": 1.0e+2,\n \"ü\":\"\\u00fc\"} ";

    @RegisterExtension
    final Stage stage = new Stage();

    private Received sent(String envelope, String event, String id) {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "envelope", envelope, "secret", "s");
        emit(stage.uri(), event, id);
        return receiver.await(1).get(0);
    }

    private void emit(String uri, String event, String id) {
        stage.template()
                .sendBodyAndHeaders(
                        uri, PAYLOAD, Map.of("CamelWebhooksEmitterEvent", event, "CamelWebhooksEmitterDeliveryId", id));
    }

    private static JsonNode json(Received request) throws Exception {
        return JSON.readTree(request.body());
    }

    @Test
    void standard_is_type_timestamp_and_the_payload_as_it_is() throws Exception {
        Instant before = Instant.now();
        Received request = sent("standard", "invoice.paid", "d1");

        assertThat(json(request).fieldNames()).toIterable().containsExactly("type", "timestamp", "data");
        assertThat(json(request).get("type").asText()).isEqualTo("invoice.paid");
        assertThat(Instant.parse(json(request).get("timestamp").asText())).isBetween(before, Instant.now());
        assertThat(request.text()).endsWith(",\"data\":" + PAYLOAD + "}");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_structured_cloud_event_has_its_attributes_and_the_payload_as_it_is() throws Exception {
        Received request = sent("cloudevents-structured", "quote\"back\\slash", "d\"1");

        JsonNode event = json(request);
        assertThat(event.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("specversion", "id", "source", "type", "time", "datacontenttype", "data");
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isEqualTo("d\"1");
        assertThat(URI.create(event.get("source").asText())).hasToString("webhooks-emitter:" + stage.id());
        assertThat(event.get("type").asText()).isEqualTo("quote\"back\\slash");
        assertThat(Instant.parse(event.get("time").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(request.text()).endsWith(",\"data\":" + PAYLOAD + "}");
        assertThat(request.header("Content-Type")).isEqualTo("application/cloudevents+json");
    }

    @Test
    void a_binary_cloud_event_has_its_attributes_in_headers() {
        Received request = sent("cloudevents-binary", "100%\"paid\"", "d%1");

        assertThat(request.text()).isEqualTo(PAYLOAD);
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("ce-specversion")).isEqualTo("1.0");
        assertThat(request.header("ce-id")).isEqualTo("d%251");
        assertThat(request.header("ce-source")).isEqualTo("webhooks-emitter:" + stage.id());
        assertThat(request.header("ce-type")).isEqualTo("100%25%22paid%22");
        assertThat(Instant.parse(request.header("ce-time"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void rfc9421_covers_the_attributes_in_headers_too() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "envelope", "cloudevents-binary", "signature", "rfc9421", "secret", "s");
        emit(stage.uri(), "e", "d1");

        assertThat(receiver.await(1).get(0).header("Signature-Input"))
                .contains("\"ce-id\"", "\"ce-source\"", "\"ce-type\"", "\"ce-time\"", "\"ce-specversion\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "cloudevents-structured", "cloudevents-binary"})
    void every_attempt_sends_the_same_envelope_and_it_is_what_is_signed(String envelope) throws Exception {
        Receiver receiver = stage.receiver().answering(503, 503, 200);
        stage.start().attach(receiver, "envelope", envelope, "secret", "s", "backoffDelay", "5ms");
        emit(stage.uri(), "e", "d1");

        List<Received> attempts = receiver.await(3);
        for (Received attempt : attempts) {
            assertThat(attempt.body()).isEqualTo(attempts.get(0).body());
            assertThat(attempt.headers().get("ce-time"))
                    .isEqualTo(attempts.get(0).headers().get("ce-time"));
            assertThat(io.github.webhooksemitter.signature.WebhookVerifier.builder()
                            .secret("s")
                            .build()
                            .verify(attempt.headers(), attempt.body())
                            .isVerified())
                    .isTrue();
        }
    }

    @Test
    void a_fan_out_wraps_for_each_emitter_as_that_one_wants_it() throws Exception {
        Receiver plain = stage.receiver();
        Receiver standard = stage.receiver();
        stage.start();
        stage.component().attach("plain", "e", Stage.config(plain.url()));
        stage.component().attach("standard", "e", Stage.config(standard.url(), "envelope", "standard"));

        emit("webhooks-emitter:*", "e", "d1");

        assertThat(plain.await(1).get(0).text()).isEqualTo(PAYLOAD);
        assertThat(json(standard.await(1).get(0)).get("type").asText()).isEqualTo("e");
    }

    @Test
    void a_dead_letter_sent_back_is_wrapped_once() throws Exception {
        Receiver receiver = stage.receiver().answering(500, 200);
        String letters = stage.deadLetter();
        stage.start().attach(receiver, "envelope", "standard", "secret", "s", "maxAttempts", 1, "deadLetter", letters);
        emit(stage.uri(), "e", "d1");
        receiver.await(1);
        org.awaitility.Awaitility.await().until(() -> stage.letters().size() == 1);

        Exchange letter = stage.context()
                .getEndpoint(letters, org.apache.camel.component.mock.MockEndpoint.class)
                .getReceivedExchanges()
                .get(0);
        assertThat(letter.getIn().getBody(byte[].class)).isEqualTo(PAYLOAD.getBytes(StandardCharsets.UTF_8));
        stage.template()
                .sendBodyAndHeaders(
                        stage.uri(), letter.getIn().getBody(), letter.getIn().getHeaders());

        Received replay = receiver.await(2).get(1);
        assertThat(replay.deliveryId()).isEqualTo("d1");
        assertThat(replay.text()).endsWith(",\"data\":" + PAYLOAD + "}");
        assertThat(json(replay).get("data").has("n")).isTrue();
    }

    @Test
    void an_update_holds_for_what_is_accepted_from_then_on() throws Exception {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().pause(stage.id());
        emit(stage.uri(), "e", "before");
        stage.operate("update", "{\"envelope\":\"standard\"}");
        emit(stage.uri(), "e", "after");
        stage.component().resume(stage.id());

        List<Received> requests = receiver.await(2);
        assertThat(requests.get(0).text()).isEqualTo(PAYLOAD);
        assertThat(json(requests.get(1)).has("data")).isTrue();
    }

    @Test
    void max_payload_size_counts_the_payload_without_its_envelope() {
        Receiver receiver = stage.receiver();
        int size = PAYLOAD.getBytes(StandardCharsets.UTF_8).length;
        stage.start().attach(receiver, "envelope", "standard", "maxPayloadSize", size);

        emit(stage.uri(), "e", "d1");

        assertThat(receiver.await(1).get(0).body().length).isGreaterThan(size);
    }
}
