package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An emitter whose receiver fails again and again stops by itself, and tries now and then. */
class CircuitTest {
    private final Ticker ticker = new Ticker();

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeEach
    void start() {
        ticker.install(stage.context());
        stage.component().useClock(ticker);
        stage.start();
    }

    @Test
    void it_pauses_after_so_many_deliveries_given_up_in_a_row() {
        Logs logs = stage.closing(Logs.open());
        Receiver receiver = stage.receiver().answering(503, 503, 200, 503, 503, 503, 200);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 3, "deadLetter", stage.deadLetter());
        stage.emit(7);

        awaitPaused();
        assertThat(stage.status().reason()).isEqualTo("failures");
        assertThat(stage.status().queued()).isEqualTo(1);
        assertThat(idsOf(stage.letters())).containsExactly("d1", "d2", "d4", "d5", "d6");
        assertThat(logs.lines(Level.WARN, "The emitter " + stage.id() + " pauses itself, reason failures"))
                .hasSize(1);

        ticker.pass(Duration.ofDays(300));
        assertThat(receiver.requests()).hasSize(6);
        stage.component().resume(stage.id());
        receiver.await(7);
    }

    @Test
    void a_resume_counts_anew() {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 2, "deadLetter", stage.deadLetter());
        stage.emit(2);
        awaitPaused();

        stage.component().resume(stage.id());
        stage.emit(stage.uri(), 3, 3);

        Awaitility.await().until(() -> stage.letters().size() == 3);
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void a_probe_is_one_attempt_and_one_that_arrives_ends_the_pause() {
        Receiver receiver = stage.receiver().answering(503, 503, 503, 200);
        stage.attach(
                receiver,
                "retrySchedule",
                "5s",
                "pauseAfterFailures",
                1,
                "probeAfter",
                "1m",
                "deadLetter",
                stage.deadLetter());
        stage.emit(3);
        stage.awaitBackoff();
        ticker.awaitTimers(1).pass(Duration.ofSeconds(5));
        awaitPaused();
        assertThat(idsOf(stage.letters())).containsExactly("d1");

        ticker.pass(Duration.ofSeconds(59));
        assertThat(receiver.requests()).hasSize(2);
        ticker.pass(Duration.ofSeconds(1));
        receiver.await(3);
        stage.awaitBackoff();
        // Its backoff ends within the pause: it waits for the next probe.
        ticker.awaitTimers(2).pass(Duration.ofSeconds(30));
        assertThat(receiver.requests()).hasSize(3);
        assertThat(stage.status().state()).isEqualTo("paused");

        ticker.pass(Duration.ofSeconds(30));

        receiver.await(5);
        assertThat(idsOf(receiver)).containsExactly("d1", "d1", "d2", "d2", "d3");
        Awaitility.await().until(() -> stage.status().state().equals("running"));
        assertThat(idsOf(stage.letters())).containsExactly("d1");
    }

    @Test
    void a_probe_waits_for_what_comes_next_if_nothing_is_queued() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 1, "probeAfter", "1m");
        stage.emit(1);
        awaitPaused();
        ticker.pass(Duration.ofMinutes(1));

        // Refused until the probe is there: a worker brings it.
        Awaitility.await()
                .until(() -> stage.send(stage.uri("waitForDelivery=true"), "d2").getException() == null);

        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void what_has_expired_takes_no_probe() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.attach(
                receiver,
                "maxAttempts",
                1,
                "pauseAfterFailures",
                1,
                "probeAfter",
                "10m",
                "expireAfter",
                "5m",
                "deadLetter",
                stage.deadLetter());
        stage.emit(3);
        awaitPaused();
        ticker.pass(Duration.ofMinutes(9));
        stage.emit(stage.uri(), 4, 4);

        ticker.pass(Duration.ofMinutes(1));

        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d4");
        Awaitility.await().until(() -> stage.status().state().equals("running"));
        assertThat(stage.letters()).extracting(Stage.Letter::reason).containsExactly("exhausted", "expired", "expired");
    }

    @Test
    void who_waits_for_a_probe_that_fails_is_told_at_once() throws Exception {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 1, "probeAfter", "1m");
        stage.emit(1);
        awaitPaused();
        stage.component().update(stage.id(), Map.of("maxAttempts", 5, "backoffDelay", "1h"));
        ticker.pass(Duration.ofMinutes(1));

        AtomicReference<Exception> problem = new AtomicReference<>();
        // Refused until the probe is there: a worker brings it.
        Awaitility.await().until(() -> {
            problem.set(stage.send(stage.uri("waitForDelivery=true"), "d2").getException());
            return receiver.requests().size() == 2;
        });

        assertThat(problem.get())
                .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.CANCELLED));
    }

    @Test
    void a_probeAfter_given_later_begins_to_count_then() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 1);
        stage.emit(2);
        awaitPaused();

        stage.component().update(stage.id(), Map.of("probeAfter", "1m"));
        ticker.pass(Duration.ofMinutes(1));

        receiver.await(2);
        Awaitility.await().until(() -> stage.status().state().equals("running"));
    }

    @Test
    void probeAfter_alone_is_refused_for_an_emitter_and_taken_for_the_component() {
        assertThatThrownBy(() -> stage.attach(stage.receiver(), "probeAfter", "1m"))
                .hasMessageContaining("Option probeAfter")
                .hasMessageContaining("add pauseAfterFailures");
    }

    @Test
    void a_pause_by_hand_ends_the_probes() {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "maxAttempts", 1, "pauseAfterFailures", 1, "probeAfter", "1m");
        stage.emit(2);
        awaitPaused();

        stage.component().pause(stage.id());
        assertThat(stage.status().reason()).isEqualTo("operation");
        ticker.pass(Duration.ofHours(1));

        assertThat(stage.status().queued()).isEqualTo(1);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void what_was_cancelled_or_too_large_does_not_count() {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "pauseAfterFailures", 1, "backoffDelay", "1h", "deadLetter", stage.deadLetter());
        stage.emit(2);
        stage.awaitBackoff();

        stage.component().purge(stage.id());

        Awaitility.await().until(() -> stage.letters().size() == 2);
        assertThat(stage.status().state()).isEqualTo("running");
    }

    @Test
    void by_default_an_emitter_goes_on() {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "maxAttempts", 1, "deadLetter", stage.deadLetter());
        stage.emit(50);

        Awaitility.await().until(() -> stage.letters().size() == 50);
        assertThat(stage.status().state()).isEqualTo("running");
    }

    /** Until the delivery that paused it has ended, so that the time of the probe counts. */
    private void awaitPaused() {
        Awaitility.await().until(() -> stage.status().state().equals("paused"));
        Awaitility.await().until(() -> stage.status().inFlight() == 0);
    }
}
