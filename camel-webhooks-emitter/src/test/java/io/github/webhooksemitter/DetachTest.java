package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Detach returns at once, whatever the emitter is doing, and gives up what is left without losing it. */
class DetachTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void detach_in_a_long_backoff_returns_at_once_and_dead_letters_all() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m", "deadLetter", stage.deadLetter());
        List<String> accepted = stage.emit(100);
        stage.awaitBackoff();
        // Loads the classes of operations, which takes its time in a cold JVM and is not what is measured.
        stage.operate("status", "");

        assertThat(timeOf(() -> stage.operate("detach", ""))).isLessThan(AT_ONCE);

        awaitGone();
        assertThat(idsOf(stage.letters())).containsExactlyElementsOf(accepted);
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("detached");
        assertThat(stage.letters()).first().isEqualTo(new Letter("d1", "detached", 1, 503));
        assertThat(receiver.requests()).hasSize(1);
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void detach_cuts_a_hanging_attempt() {
        Receiver receiver = stage.receiver().hanging();
        stage.start().attach(receiver, "requestTimeout", "1h", "concurrency", 2, "deadLetter", stage.deadLetter());
        List<String> accepted = stage.emit(10);
        receiver.await(2);

        assertThat(timeOf(() -> stage.component().detach(stage.id()))).isLessThan(AT_ONCE);

        awaitGone();
        assertThat(idsOf(stage.letters())).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("detached");
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void without_a_dead_letter_each_is_one_line_in_the_log() {
        stage.start().attach(stage.receiver().answering(503), "backoffDelay", "10m");
        List<String> accepted = stage.emit(20);
        stage.awaitBackoff();

        stage.component().detach(stage.id());

        awaitGone();
        assertThat(idsOf(stage.logged())).containsExactlyElementsOf(accepted);
        assertThat(stage.logged()).extracting(Letter::reason).containsOnly("detached");
    }

    @Test
    void detach_of_a_paused_emitter_gives_up_its_queue() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        List<String> accepted = stage.emit(10);

        stage.component().detach(stage.id());

        awaitGone();
        assertThat(idsOf(stage.letters())).containsExactlyElementsOf(accepted);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void an_exchange_that_waits_fails_with_the_reason_detached() throws Exception {
        stage.start().attach(stage.receiver().answering(503), "backoffDelay", "10m");
        CompletableFuture<Exchange> waiting = stage.sendAsync(stage.uri("waitForDelivery=true"), "d1");
        stage.awaitBackoff();

        stage.component().detach(stage.id());

        assertThat(waiting.get(5, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.DETACHED));
    }

    @Test
    void while_it_detaches_attach_says_so_and_afterwards_works() {
        CountDownLatch letters = new CountDownLatch(1);
        stage.closing(letters::countDown);
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m", "deadLetter", "mock:slow");
        stage.context().getEndpoint("mock:slow", MockEndpoint.class).whenAnyExchangeReceived(letter -> letters.await());
        stage.emit(3);
        stage.awaitBackoff();

        assertThat(timeOf(() -> stage.component().detach(stage.id()))).isLessThan(AT_ONCE);

        assertThat(stage.status().state()).isEqualTo("detaching");
        assertThat(stage.component().isStarted(stage.id())).isFalse();
        assertThatThrownBy(() -> stage.attach(receiver)).hasMessageContaining("still detaching");
        assertThatThrownBy(() -> stage.component().put(stage.id(), Stage.config(receiver.url())))
                .hasMessageContaining("still detaching");
        assertThatThrownBy(() -> stage.component().detach(stage.id())).hasMessageContaining("still detaching");
        assertThatThrownBy(() -> stage.emit(stage.uri(), "d4")).hasMessageContaining("still detaching");

        letters.countDown();
        awaitGone();
        receiver.answering(200);
        stage.attach(receiver);
        stage.emit(stage.uri(), 5, 6);
        receiver.await(3);
        assertThat(idsOf(receiver)).containsExactly("d1", "d5", "d6");
    }

    @Test
    void attach_of_an_attached_one_says_so_whether_it_is_paused_or_not() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        assertThatThrownBy(() -> stage.attach(receiver)).hasMessageContaining("already attached");

        stage.component().pause(stage.id());
        assertThatThrownBy(() -> stage.attach(receiver)).hasMessageContaining("already attached");
        assertThat(stage.status().state()).isEqualTo("paused");
    }

    private static boolean waitsForPlace(Thread caller) {
        return Arrays.stream(caller.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("awaitNanos"));
    }

    @Test
    void a_caller_who_waits_for_a_place_is_told() throws Exception {
        Receiver receiver = stage.receiver().hanging();
        stage.start().attach(receiver, "queueSize", 1, "requestTimeout", "1h");
        stage.emit(1);
        receiver.await(1);
        stage.emit(stage.uri(), "d2");
        AtomicReference<Thread> caller = new AtomicReference<>();
        CompletableFuture<Exchange> blocked = CompletableFuture.supplyAsync(() -> {
            caller.set(Thread.currentThread());
            return stage.send(stage.uri("enqueueTimeout=1m"), "d3");
        });
        Awaitility.await().until(() -> caller.get() != null && waitsForPlace(caller.get()));

        stage.component().detach(stage.id());

        assertThat(blocked.get(5, TimeUnit.SECONDS).getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("detaching");
        awaitGone();
        assertThat(idsOf(stage.logged())).containsExactlyInAnyOrder("d1", "d2");
    }

    @Test
    void a_detached_emitter_is_neither_listed_nor_reached_by_fan_out() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "events", "*");
        stage.component().detach(stage.id());
        awaitGone();

        stage.component().emit(Stage.EVENT, "{}");

        assertThat(stage.component().emitters()).isEmpty();
        assertThatThrownBy(() -> stage.component().status(stage.id())).hasMessageContaining("No emitter");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void detach_and_attach_many_times_beside_the_traffic_account_for_every_delivery() {
        Receiver receiver = stage.receiver();
        String letters = stage.deadLetter();
        stage.start();
        for (int round = 0; round < 20; round++) {
            stage.attach(receiver, "deadLetter", letters);
            stage.emit(stage.uri(), round * 10 + 1, round * 10 + 10);
            stage.component().detach(stage.id());
            awaitGone();
        }

        List<String> ended = new java.util.ArrayList<>(idsOf(receiver));
        ended.addAll(idsOf(stage.letters()));
        assertThat(ended).containsAll(ids(1, 200));
    }

    private void awaitGone() {
        Awaitility.await().until(() -> stage.component().emitters().isEmpty());
    }

    private static Duration timeOf(Runnable action) {
        long begin = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
