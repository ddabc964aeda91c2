package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.WaitingDelivery;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations deliveries, cancel and purge, from Java and from routes. */
class WaitingDeliveriesTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void deliveries_tells_what_waits_and_nothing_of_the_payload() {
        stage.start().attach(stage.receiver().answering(503), "backoffDelay", "1h");
        stage.emit(3);
        stage.awaitBackoff();

        List<WaitingDelivery> waiting = stage.component().deliveries(stage.id());

        assertThat(waiting).extracting(WaitingDelivery::deliveryId).containsExactly("d1", "d2", "d3");
        assertThat(waiting).extracting(WaitingDelivery::attempts).containsExactly(1, 0, 0);
        assertThat(waiting).extracting(WaitingDelivery::lastStatusCode).containsExactly(503, 0, 0);
        assertThat(waiting).extracting(WaitingDelivery::inAttempt).containsOnly(false);
        assertThat(waiting.get(0).nextAttemptAt()).isPresent();
        assertThat(waiting).extracting(WaitingDelivery::bytes).containsOnly(11);
        assertThat((List<?>) stage.operate("deliveries", null))
                .hasSize(3)
                .first()
                .satisfies(
                        one -> assertThat(((Map<?, ?>) one).keySet().toString())
                                .isEqualTo(
                                        "[deliveryId, event, acceptedAt, bytes, attempts, lastStatusCode, inAttempt, nextAttemptAt]"));
    }

    @Test
    void cancel_gives_up_the_one_in_backoff_and_the_next_goes_on() {
        Receiver receiver = stage.receiver()
                .answering(request -> Reply.of(request.deliveryId().equals("d1") ? 503 : 200));
        stage.start().attach(receiver, "backoffDelay", "1h", "deadLetter", stage.deadLetter());
        stage.emit(2);
        stage.awaitBackoff();

        assertThat(stage.operate("cancel", "d1")).isEqualTo(1);

        receiver.await(2);
        assertThat(stage.letters()).containsExactly(new Letter("d1", "cancelled", 1, 503));
        assertThat(idsOf(receiver)).containsExactly("d1", "d2");
    }

    @Test
    void cancel_takes_one_out_of_the_middle_of_the_queue() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        stage.emit(3);

        assertThat(stage.component().cancel(stage.id(), "d2")).isEqualTo(1);
        assertThat(stage.component().cancel(stage.id(), "d2")).isZero();
        assertThat(stage.component().cancel(stage.id(), "unknown")).isZero();

        Awaitility.await().until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Letter("d2", "cancelled", 0, null));
        stage.component().resume(stage.id());
        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d3");
    }

    @Test
    void purge_gives_up_all_that_waits_in_order_also_while_paused() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "1h", "deadLetter", stage.deadLetter());
        List<String> accepted = stage.emit(100);
        stage.awaitBackoff();
        stage.component().pause(stage.id());

        assertThat(stage.operate("purge", "")).isEqualTo(100);

        Awaitility.await().until(() -> stage.letters().size() == 100);
        assertThat(idsOf(stage.letters())).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(idsOf(stage.letters()).stream()
                        .filter(id -> !id.equals("d1"))
                        .toList())
                .isEqualTo(ids(2, 100));
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("cancelled");
        assertThat(stage.status().state()).isEqualTo("paused");
        Awaitility.await().until(() -> stage.component().deliveries(stage.id()).isEmpty());
        assertThat(stage.operate("purge", "")).isEqualTo(0);
    }

    @Test
    void an_attempt_under_way_decides_and_is_the_last_one() {
        CountDownLatch cancelled = new CountDownLatch(1);
        stage.closing(cancelled::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(cancelled);
            return Reply.of(request.deliveryId().equals("d1") ? 503 : 200);
        });
        stage.start().attach(receiver, "concurrency", 2, "backoffDelay", "1ms", "deadLetter", stage.deadLetter());
        stage.emit(2);
        receiver.await(2);
        assertThat(stage.component().deliveries(stage.id()))
                .extracting(WaitingDelivery::inAttempt)
                .containsOnly(true);

        assertThat(stage.component().purge(stage.id())).isEqualTo(2);
        cancelled.countDown();

        Awaitility.await()
                .until(() -> stage.status().delivered() == 1 && stage.status().dead() == 1);
        assertThat(stage.letters()).containsExactly(new Letter("d1", "cancelled", 1, 503));
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void after_a_purge_the_emitter_works_on() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.start().attach(receiver, "backoffDelay", "1h", "deadLetter", stage.deadLetter(), "queueSize", 2);
        stage.emit(3);
        stage.awaitBackoff();

        stage.component().purge(stage.id());
        stage.emit(stage.uri("waitForDelivery=true"), "d4");

        assertThat(idsOf(receiver)).containsExactly("d1", "d4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deliveries", "cancel", "purge", "ping"})
    void an_unknown_emitter_is_an_error(String operation) {
        stage.start();

        assertThatThrownBy(() -> stage.operate(operation, "\"x\""))
                .cause()
                .hasMessageContaining("No emitter " + stage.id());
    }

    @Test
    void cancel_without_an_id_says_what_is_missing() {
        stage.start().attach(stage.receiver());

        assertThatThrownBy(() -> stage.operate("cancel", " ")).cause().hasMessageContaining("delivery id");
    }
}
