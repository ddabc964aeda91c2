package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pause keeps the queue and takes effect before the next attempt; resume goes on in order. */
class PauseResumeTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void a_paused_emitter_keeps_its_queue_and_goes_on_in_order() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.operate("pause", "");
        List<String> accepted = stage.emit(50);

        assertThat(stage.status().state()).isEqualTo("paused");
        assertThat(stage.status().reason()).isEqualTo("operation");
        assertThat(stage.status().queued()).isEqualTo(50);
        assertThat(receiver.requests()).isEmpty();

        stage.operate("resume", "");

        receiver.await(50);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(accepted);
        assertThat(stage.status().state()).isEqualTo("running");
        assertThat(stage.status().reason()).isNull();
    }

    @Test
    void a_pause_in_the_middle_of_an_attempt_lets_it_end_and_makes_no_other() {
        CountDownLatch answer = new CountDownLatch(1);
        stage.closing(answer::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(200);
        });
        stage.start().attach(receiver);
        stage.emit(3);
        receiver.await(1);

        stage.component().pause(stage.id());
        answer.countDown();

        Awaitility.await()
                .until(() -> stage.status().delivered() == 1 && stage.status().inFlight() == 0);
        assertThat(stage.status().queued()).isEqualTo(2);
        assertThat(idsOf(receiver)).containsExactly("d1");

        stage.component().resume(stage.id());
        receiver.await(3);
        assertThat(idsOf(receiver)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void a_retry_that_falls_due_while_paused_is_made_first_after_the_resume() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.start().attach(receiver, "backoffDelay", "50ms", "backoffJitter", 0);
        stage.component().pause(stage.id());
        stage.emit(3);
        stage.component().resume(stage.id());
        receiver.await(1);
        stage.component().pause(stage.id());
        int attemptsBefore = receiver.requests().size();
        Awaitility.await().pollDelay(Duration.ofMillis(400)).until(() -> true);

        assertThat(receiver.requests().size()).isLessThanOrEqualTo(attemptsBefore + 1);
        List<String> before = idsOf(receiver);
        stage.component().resume(stage.id());

        receiver.await(4);
        assertThat(idsOf(receiver)).startsWith(before.toArray(String[]::new)).containsExactly("d1", "d1", "d2", "d3");
    }

    @Test
    void a_pause_and_a_resume_in_a_long_backoff_neither_lose_nor_hurry_it() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m");
        stage.emit(2);
        stage.awaitBackoff();

        stage.component().pause(stage.id());
        stage.component().resume(stage.id());
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);

        assertThat(idsOf(receiver)).containsExactly("d1");
        assertThat(stage.status().nextAttemptAt()).isNotNull();
        assertThat(stage.status().queued()).isEqualTo(1);
    }

    @Test
    void pausing_a_paused_one_and_resuming_a_running_one_change_nothing() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().resume(stage.id());
        stage.emit(1);
        receiver.await(1);

        stage.component().pause(stage.id());
        stage.component().pause(stage.id());
        stage.emit(stage.uri(), 2, 3);
        assertThat(stage.status().queued()).isEqualTo(2);

        stage.component().resume(stage.id());
        receiver.await(3);
        assertThat(idsOf(receiver)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void with_a_concurrency_every_held_delivery_goes_on_after_the_resume() {
        Receiver receiver = stage.receiver().answering(request -> Reply.of(503));
        stage.start()
                .attach(
                        receiver,
                        "concurrency",
                        4,
                        "backoffDelay",
                        "100ms",
                        "backoffMultiplier",
                        1,
                        "maxAttempts",
                        1000);
        stage.emit(12);
        receiver.await(4);
        stage.component().pause(stage.id());
        Awaitility.await().until(() -> stage.status().nextAttemptAt() == null);
        receiver.answering(200);

        stage.component().resume(stage.id());

        Awaitility.await().until(() -> stage.status().delivered() == 12);
        assertThat(idsOf(receiver)).containsAll(ids(1, 12));
    }

    @Test
    void other_emitters_go_on_while_one_is_paused() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().attach("other", Stage.config(receiver.url()));
        stage.component().pause(stage.id());

        stage.emit("webhooks-emitter:other", "d1");

        receiver.await(1);
    }

    @Test
    void many_pauses_and_resumes_beside_the_traffic_keep_order_and_lose_nothing() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        for (int n = 1; n <= 200; n++) {
            stage.emit(stage.uri(), "d" + n);
            if (n % 3 == 0) {
                stage.component().pause(stage.id());
            } else {
                stage.component().resume(stage.id());
            }
        }
        stage.component().resume(stage.id());

        receiver.await(200);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 200));
    }

    @Test
    void neither_knows_an_emitter_that_is_not_attached() {
        stage.start();

        assertThatThrownBy(() -> stage.component().pause(stage.id())).hasMessageContaining("No emitter " + stage.id());
        assertThatThrownBy(() -> stage.component().resume(stage.id())).hasMessageContaining("No emitter " + stage.id());
    }
}
