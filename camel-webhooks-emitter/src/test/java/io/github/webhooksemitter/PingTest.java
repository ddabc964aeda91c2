package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.PingResult;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One test delivery past the queue. */
class PingTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void it_arrives_signed_like_any_other_and_tells_how_it_went() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "secret", "s3cret");

        Map<String, Object> result = operate("ping", null);

        Received request = receiver.await(1).get(0);
        assertThat(request.header("X-Webhooks-Event")).isEqualTo("ping");
        assertThat(request.header("X-Webhooks-Signature")).startsWith("sha256:");
        assertThat(request.deliveryId()).hasSize(36);
        assertThat(request.text()).isEqualTo("{\"event\":\"ping\"}");
        assertThat(result).containsEntry("status", 200).containsEntry("reason", null);
        assertThat((Long) result.get("duration")).isNotNegative();
        assertThat(stage.status().delivered()).isZero();
    }

    @Test
    void it_takes_a_payload() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);

        stage.operate("ping", "{\"hello\":1}");
        stage.component().ping(stage.id(), Map.of("hello", 2)).join();

        assertThat(receiver.await(2)).extracting(Received::text).containsExactly("{\"hello\":1}", "{\"hello\":2}");
        assertThatThrownBy(() -> stage.operate("ping", "no json")).cause().hasMessageContaining("JSON");
    }

    @Test
    void it_goes_past_the_queue_of_a_paused_emitter_and_is_not_repeated() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "deadLetter", stage.deadLetter(), "backoffDelay", "1ms");
        stage.component().pause(stage.id());
        stage.emit(2);

        PingResult result = stage.component().ping(stage.id()).join();

        assertThat(result.statusCode()).isEqualTo(503);
        assertThat(result.reason()).contains("status");
        assertThat(receiver.requests()).hasSize(1);
        assertThat(stage.letters()).isEmpty();
        assertThat(stage.status().queued()).isEqualTo(2);
        assertThat(stage.status().dead()).isZero();
    }

    @Test
    void a_receiver_that_is_not_there_is_a_result() throws Exception {
        try (ClosedPort closed = ClosedPort.open()) {
            stage.start().attach(closed.url());

            Map<String, Object> result = operate("ping", "");

            assertThat(result).containsEntry("status", null).containsEntry("reason", "connect");
        }
    }

    @Test
    void an_address_that_is_not_allowed_is_a_result_named_as_everywhere() {
        stage.start().attach("http://loopback.hosts.example:8080/hooks", "allowedNetworks", "public");

        Map<String, Object> result = operate("ping", "");

        assertThat(result).containsEntry("status", null).containsEntry("reason", "blocked-address");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> operate(String operation, Object body) {
        return (Map<String, Object>) stage.operate(operation, body);
    }
}
