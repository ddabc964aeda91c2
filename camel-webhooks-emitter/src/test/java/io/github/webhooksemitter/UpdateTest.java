package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An update is used from the next attempt on and loses nothing; what waits in backoff is attempted at once. */
class UpdateTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void a_delivery_in_a_long_backoff_is_attempted_at_once_with_the_new_url() {
        Receiver old = stage.receiver().answering(503);
        Receiver fresh = stage.receiver();
        stage.start().attach(old, "backoffDelay", "10m");
        stage.emit(3);
        stage.awaitBackoff();

        stage.operate("update", "{\"url\":\"" + fresh.url("/new") + "\"}");

        fresh.await(3);
        assertThat(idsOf(fresh)).containsExactly("d1", "d2", "d3");
        assertThat(fresh.requests().get(0).target()).isEqualTo("/new");
        assertThat(idsOf(old)).containsExactly("d1");
    }

    @Test
    void an_attempt_under_way_ends_as_it_began_and_the_next_uses_the_new_url() {
        CountDownLatch answer = new CountDownLatch(1);
        stage.closing(answer::countDown);
        Receiver old = stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(503);
        });
        Receiver fresh = stage.receiver();
        stage.start().attach(old, "backoffDelay", "1ms");
        stage.emit(2);
        old.await(1);

        update("url", fresh.url(), "connectTimeout", "3s");
        assertThat(fresh.requests()).isEmpty();
        answer.countDown();

        fresh.await(2);
        assertThat(idsOf(fresh)).containsExactly("d1", "d2");
        assertThat(idsOf(old)).containsExactly("d1");
    }

    @Test
    void a_new_secret_and_new_headers_are_in_the_next_attempt() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.start().attach(receiver, "secret", "old", "header.X-Tenant", "acme", "backoffDelay", "10m");
        stage.emit(1);
        stage.awaitBackoff();

        update("secret", "new", "header.X-Tenant", "globex", "headerIdentifier", "Acme");

        List<Receiver.Received> requests = receiver.await(2);
        assertThat(requests.get(1).header("X-Tenant")).isEqualTo("globex");
        assertThat(requests.get(1).header("X-Acme-Delivery")).isEqualTo("d1");
        assertThat(requests.get(1).header("X-Acme-Signature"))
                .startsWith("sha256:")
                .isNotEqualTo(requests.get(0).header("X-Webhooks-Signature"));
    }

    @Test
    void null_gives_an_option_back_to_its_default() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "secret", "s", "header.X-Tenant", "acme", "headerIdentifier", "Acme");

        stage.operate("update", "{\"secret\":null,\"header.X-Tenant\":null,\"headerIdentifier\":null}");
        stage.emit(1);

        Receiver.Received request = receiver.await(1).get(0);
        assertThat(request.header("X-Webhooks-Delivery")).isEqualTo("d1");
        assertThat(request.header("X-Tenant")).isNull();
        assertThat(request.headers().keySet())
                .noneMatch(name -> name.toLowerCase().endsWith("-signature"));
    }

    @Test
    void null_gives_an_option_back_to_the_components_default() {
        Receiver receiver = stage.receiver();
        stage.component().getConfiguration().setHeaderIdentifier("Acme");
        stage.start().attach(receiver, "headerIdentifier", "Globex");

        update("headerIdentifier", null);
        stage.emit(1);

        assertThat(receiver.await(1).get(0).header("X-Acme-Delivery")).isEqualTo("d1");
    }

    @Test
    void fewer_attempts_hold_for_a_delivery_that_has_had_some() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m", "deadLetter", stage.deadLetter());
        stage.emit(1);
        stage.awaitBackoff();

        update("maxAttempts", 2);

        Awaitility.await().until(() -> !stage.letters().isEmpty());
        assertThat(stage.letters()).containsExactly(new Letter("d1", "exhausted", 2, 503));
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void a_dead_letter_added_later_gets_what_is_given_up_from_then_on() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m", "maxAttempts", 2);
        stage.emit(1);
        stage.awaitBackoff();

        update("deadLetter", stage.deadLetter());

        Awaitility.await().until(() -> idsOf(stage.letters()).equals(List.of("d1")));
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void a_smaller_queue_loses_nothing_and_takes_nothing_more() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().pause(stage.id());
        stage.emit(20);

        update("queueSize", 5);
        assertThatThrownBy(() -> stage.emit(stage.uri("whenFull=fail"), "d21"))
                .isInstanceOf(NotAcceptedException.class);
        update("queueSize", 21);
        stage.emit(stage.uri("whenFull=fail"), "d21");
        stage.component().resume(stage.id());

        receiver.await(21);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 21));
    }

    @Test
    void a_larger_queue_lets_a_waiting_caller_in() throws Exception {
        Receiver receiver = stage.receiver().hanging();
        stage.start().attach(receiver, "queueSize", 1, "requestTimeout", "1h");
        stage.emit(1);
        receiver.await(1);
        stage.emit(stage.uri(), "d2");
        Thread caller = new Thread(() -> stage.send(stage.uri("enqueueTimeout=1m"), "d3"));
        caller.start();
        Awaitility.await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);

        update("queueSize", 2);

        caller.join(Duration.ofSeconds(10).toMillis());
        assertThat(caller.isAlive()).isFalse();
        assertThat(stage.status().queued()).isEqualTo(2);
    }

    @Test
    void a_higher_concurrency_starts_more_at_once_and_a_lower_one_starts_no_more() {
        CountDownLatch answer = new CountDownLatch(1);
        stage.closing(answer::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(200);
        });
        stage.start().attach(receiver);
        stage.emit(30);
        receiver.await(1);

        update("concurrency", 4);
        receiver.await(4);
        assertThat(stage.status().inFlight()).isEqualTo(4);

        update("concurrency", 1);
        answer.countDown();
        receiver.await(30);
        assertThat(idsOf(receiver)).containsExactlyInAnyOrderElementsOf(ids(1, 30));
        // the first four began together; from then on it is one after the other, in order
        assertThat(idsOf(receiver).subList(4, 30)).containsExactlyElementsOf(ids(5, 30));
    }

    @Test
    void one_bad_option_changes_nothing() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "header.X-Tenant", "acme");

        for (String body : List.of(
                "{\"header.X-Tenant\":\"globex\",\"maxAttempts\":0}",
                "{\"header.X-Tenant\":\"globex\",\"maxAttemps\":1}",
                "{\"header.X-Tenant\":\"globex\",\"url\":null}",
                "{\"header.X-Tenant\":\"globex\",\"url\":\"ftp://x\"}",
                "{\"header.X-Tenant\":\"globex\",\"http.noSuchOption\":\"x\"}",
                "{\"header.X-Tenant\":\"globex\",\"deadLetter\":\"nosuchcomponent:x\"}",
                "{\"header.X-Tenant\":\"globex\",\"signature\":\"rot13\"}")) {
            assertThatThrownBy(() -> stage.operate("update", body))
                    .as(body)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
        stage.emit(1);

        assertThat(receiver.await(1).get(0).header("X-Tenant")).isEqualTo("acme");
    }

    @Test
    void an_update_of_a_paused_emitter_attempts_nothing_before_the_resume() {
        Receiver old = stage.receiver().answering(503);
        Receiver fresh = stage.receiver();
        stage.start().attach(old, "backoffDelay", "10m");
        stage.emit(2);
        stage.awaitBackoff();
        stage.component().pause(stage.id());

        update("url", fresh.url());
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> fresh.requests()
                .isEmpty());
        stage.component().resume(stage.id());

        fresh.await(2);
        assertThat(idsOf(fresh)).containsExactly("d1", "d2");
    }

    @Test
    void updates_of_the_transport_beside_the_traffic_cost_no_delivery_its_attempt() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "maxAttempts", 1, "deadLetter", stage.deadLetter(), "concurrency", 4);
        for (int n = 1; n <= 500; n++) {
            stage.emit(stage.uri(), "d" + n);
            update("connectTimeout", n % 2 == 0 ? "4s" : "3s");
        }

        Awaitility.await()
                .until(() -> stage.status().delivered() + stage.status().dead() == 500);
        assertThat(stage.letters()).isEmpty();
        assertThat(idsOf(receiver)).containsExactlyInAnyOrderElementsOf(ids(1, 500));
    }

    @Test
    void an_update_of_what_is_not_attached_says_so() {
        stage.start();

        assertThatThrownBy(() -> update("maxAttempts", 1)).hasMessageContaining("No emitter " + stage.id());
    }

    private void update(Object... changes) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < changes.length; i += 2) {
            map.put((String) changes[i], changes[i + 1]);
        }
        stage.component().update(stage.id(), map);
    }
}
