package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 410 Gone: the delivery is dead, the emitter paused, its queue kept. */
class GoneTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void the_delivery_is_dead_at_once_and_the_others_wait_until_resume() {
        Logs logs = stage.closing(Logs.open());
        CountDownLatch queued = new CountDownLatch(1);
        stage.closing(queued::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(queued);
            return Reply.of(request.deliveryId().equals("d1") ? 410 : 200);
        });
        stage.start().attach(receiver, "deadLetter", stage.deadLetter());
        stage.emit(3);
        queued.countDown();

        Awaitility.await().until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Letter("d1", "gone", 1, 410));
        assertThat(stage.status().state()).isEqualTo("paused");
        assertThat(stage.status().reason()).isEqualTo("gone");
        assertThat(stage.status().queued()).isEqualTo(2);
        assertThat(logs.lines(Level.WARN, "The emitter " + stage.id() + " pauses itself, reason gone"))
                .hasSize(1);
        assertThat(receiver.requests()).hasSize(1);

        stage.operate("resume", "");

        receiver.await(3);
        assertThat(idsOf(receiver)).containsExactly("d1", "d2", "d3");
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void without_a_dead_letter_it_is_one_line_in_the_log() {
        stage.start().attach(stage.receiver().answering(410));
        stage.emit(1);

        Awaitility.await().until(() -> !stage.logged().isEmpty());
        assertThat(stage.logged()).containsExactly(new Letter("d1", "gone", 1, 410));
    }

    @Test
    void who_waits_is_told_gone_and_who_waits_behind_is_told_at_once() throws Exception {
        Receiver receiver = stage.receiver().answering(410);
        stage.start().attach(receiver);

        var first = stage.sendAsync(stage.uri("waitForDelivery=true"), "d1");
        var second = stage.sendAsync(stage.uri("waitForDelivery=true"), "d2");

        assertThat(first.get().getException())
                .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.GONE));
        assertThat(second.get().getException()).isNotNull();
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_receiver_of_before_an_update_does_not_pause_the_emitter() {
        CountDownLatch updated = new CountDownLatch(1);
        stage.closing(updated::countDown);
        Receiver old = stage.receiver().answering(request -> {
            Stage.await(updated);
            return Reply.of(410);
        });
        stage.start().attach(old, "backoffDelay", "10ms");
        stage.emit(1);
        old.await(1);
        Receiver next = stage.receiver();

        stage.component().update(stage.id(), Map.of("url", next.url()));
        updated.countDown();

        assertThat(next.await(1).get(0).deliveryId()).isEqualTo("d1");
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void a_pause_by_hand_keeps_its_reason() {
        CountDownLatch paused = new CountDownLatch(1);
        stage.closing(paused::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(paused);
            return Reply.of(410);
        });
        stage.start().attach(receiver, "deadLetter", stage.deadLetter());
        stage.emit(1);
        receiver.await(1);

        stage.component().pause(stage.id());
        paused.countDown();

        Awaitility.await().until(() -> stage.letters().size() == 1);
        assertThat(stage.status().reason()).isEqualTo("operation");
    }
}
