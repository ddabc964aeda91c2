package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Ticker;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Retry-After}: later than the backoff, never sooner, and not without end. */
class ReceiverAsksForTimeTest {
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
    void seconds_put_the_next_attempt_off() {
        Receiver receiver = asking(503, "120");
        stage.attach(receiver, "backoffDelay", "1s", "backoffJitter", 0);
        stage.emit(1);

        assertNextIn(Duration.ofMinutes(2));
        ticker.awaitTimers(2).pass(Duration.ofSeconds(119));
        assertThat(receiver.requests()).hasSize(1);
        ticker.pass(Duration.ofSeconds(1));
        receiver.await(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy"
            })
    void each_form_of_a_date_does(String pattern) {
        DateTimeFormatter form =
                DateTimeFormatter.ofPattern(pattern, java.util.Locale.ENGLISH).withZone(ZoneOffset.UTC);
        stage.attach(asking(429, form.format(ticker.instant().plusSeconds(600))), "backoffJitter", 0);
        stage.emit(1);

        assertNextIn(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1", "soon", "", "Sunday, 06-Nov-94 08:49:37 GMT"})
    void it_never_makes_a_wait_shorter(String value) {
        stage.attach(asking(503, value), "backoffDelay", "40s", "backoffJitter", 0);
        stage.emit(1);

        assertNextIn(Duration.ofSeconds(40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3601", "9223372036854775808", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
    void it_ends_at_maxRetryAfter(String value) {
        stage.attach(asking(503, value), "backoffJitter", 0);
        stage.emit(1);

        assertNextIn(Duration.ofHours(1));
    }

    @Test
    void a_backoff_longer_than_maxRetryAfter_stays() {
        stage.attach(asking(503, "7200"), "backoffDelay", "9m", "backoffJitter", 0, "maxRetryAfter", "5m");
        stage.emit(1);

        assertNextIn(Duration.ofMinutes(9));
    }

    @Test
    void it_counts_for_one_wait_only() {
        AtomicInteger answers = new AtomicInteger();
        Receiver receiver = stage.receiver()
                .answering(any ->
                        answers.getAndIncrement() == 0 ? new Reply(500, Map.of("Retry-After", "300")) : Reply.of(500));
        stage.attach(receiver, "backoffDelay", "1s", "backoffJitter", 0);
        stage.emit(1);

        assertNextIn(Duration.ofMinutes(5));
        ticker.awaitTimers(1).pass(Duration.ofMinutes(5));
        receiver.await(2);
        assertNextIn(Duration.ofSeconds(2));
    }

    @Test
    void on_503_it_holds_every_attempt_of_the_emitter_and_of_no_other() {
        AtomicInteger answers = new AtomicInteger();
        CountDownLatch second = new CountDownLatch(1);
        stage.closing(second::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            if (answers.getAndIncrement() == 0) {
                return Reply.of(500);
            } else if (request.deliveryId().equals("d2") && second.getCount() > 0) {
                Stage.await(second);
                return new Reply(503, Map.of("Retry-After", "60"));
            }
            return Reply.of(200);
        });
        stage.attach(receiver, "backoffDelay", "10s", "backoffJitter", 0, "concurrency", 2);
        Receiver other = stage.receiver();
        stage.component().attach("other", Stage.config(other.url()));
        stage.emit(1);
        stage.awaitBackoff();
        stage.emit(stage.uri(), 2, 2);
        receiver.await(2);
        second.countDown();
        awaitNextIn(Duration.ofSeconds(60), 2);

        // The first delivery's backoff is over, a third one is new: the receiver gets neither.
        ticker.awaitTimers(3).pass(Duration.ofSeconds(59));
        stage.emit(stage.uri(), 3, 3);
        stage.emit("webhooks-emitter:other", "o1");
        other.await(1);
        assertThat(receiver.requests()).hasSize(2);
        assertThat(stage.component().deliveries(stage.id())).hasSize(3);

        ticker.pass(Duration.ofSeconds(1));
        receiver.await(5);
        assertThat(idsOf(receiver).subList(2, 5)).containsExactlyInAnyOrder("d1", "d2", "d3");
    }

    @Test
    void on_other_statuses_it_holds_the_delivery_alone() {
        Receiver receiver = stage.receiver()
                .answering(request -> request.deliveryId().equals("d1")
                        ? new Reply(500, Map.of("Retry-After", "60"))
                        : Reply.of(200));
        stage.attach(receiver, "concurrency", 2);
        stage.emit(1);
        stage.awaitBackoff();

        stage.emit(stage.uri(), 2, 2);

        receiver.await(2);
    }

    @Test
    void an_update_ends_the_hold_of_the_receiver_before() {
        stage.attach(asking(429, "600"));
        stage.emit(1);
        stage.awaitBackoff();
        Receiver next = stage.receiver();

        stage.component().update(stage.id(), Map.of("url", next.url()));

        assertThat(next.await(1)).hasSize(1);
    }

    @Test
    void the_same_options_again_end_neither_hold_nor_backoff() {
        Receiver receiver = asking(429, "600");
        stage.attach(receiver);
        stage.emit(1);
        stage.awaitBackoff();

        stage.component().put(stage.id(), Stage.config(receiver.url()));
        stage.component().update(stage.id(), Map.of("url", receiver.url()));

        assertNextIn(Duration.ofMinutes(10));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void what_the_receiver_of_before_an_update_asks_for_delays_and_expires_nothing() {
        CountDownLatch updated = new CountDownLatch(1);
        stage.closing(updated::countDown);
        Receiver old = stage.receiver().answering(request -> {
            Stage.await(updated);
            return new Reply(503, Map.of("Retry-After", "3600"));
        });
        stage.attach(old, "expireAfter", "10m");
        stage.emit(1);
        old.await(1);
        Receiver next = stage.receiver();

        stage.component().update(stage.id(), Map.of("url", next.url()));
        updated.countDown();

        // The retry is due at once, on a timer that stands still unless it is fired by the update.
        Awaitility.await().until(() -> {
            ticker.pass(Duration.ofMillis(1));
            return next.requests().size() == 1;
        });
    }

    @Test
    void a_clock_that_is_set_back_or_forth_changes_no_wait() {
        Receiver receiver = asking(503, "120");
        stage.attach(receiver, "backoffDelay", "1s", "backoffJitter", 0);
        stage.emit(1);
        stage.awaitBackoff();

        ticker.awaitTimers(2).jump(Duration.ofHours(-1));
        ticker.pass(Duration.ofSeconds(119));
        ticker.jump(Duration.ofHours(3));
        assertThat(receiver.requests()).hasSize(1);
        ticker.pass(Duration.ofSeconds(1));

        receiver.await(2);
    }

    private Receiver asking(int status, String value) {
        return stage.receiver().answering(any -> new Reply(status, Map.of("Retry-After", value)));
    }

    private void assertNextIn(Duration wait) {
        awaitNextIn(wait, 1);
    }

    /** Waits until so many deliveries are in backoff, the last of them for so long. */
    private void awaitNextIn(Duration wait, int waiting) {
        Awaitility.await().untilAsserted(() -> {
            List<Duration> waits = stage.component().deliveries(stage.id()).stream()
                    .flatMap(delivery -> delivery.nextAttemptAt().stream())
                    .map(next -> Duration.between(ticker.instant(), next))
                    .sorted()
                    .toList();
            assertThat(waits).hasSize(waiting).last().isEqualTo(wait);
        });
    }
}
