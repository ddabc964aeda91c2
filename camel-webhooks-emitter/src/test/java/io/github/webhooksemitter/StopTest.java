package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nothing accepted disappears without a trace when the context stops, and the stop ends in time. */
class StopTest {
    /** What a busy machine may add to a bound that the code keeps. */
    private static final Duration SLACK = Duration.ofMillis(1500);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @RegisterExtension
    final Stage stage = new Stage().shutdownTimeout(TIMEOUT);

    private final CountDownLatch stuck = new CountDownLatch(1);

    @Test
    void all_1000_queued_are_dead_letters_when_the_receiver_is_dead() {
        stage.start().attach(deadUrl(), "deadLetter", stage.deadLetter(), "backoffDelay", "10m");
        List<String> accepted = stage.emit(1000);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.letters())).containsExactlyElementsOf(accepted);
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("shutdown");
        assertThat(stage.letters()).extracting(Letter::attempts).first().isEqualTo(1);
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void all_1000_queued_are_in_the_log_by_id_when_there_is_no_dead_letter() {
        stage.start().attach(deadUrl(), "backoffDelay", "10ms", "maxAttempts", 1_000_000);
        List<String> accepted = stage.emit(1000);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.logged())).containsExactlyElementsOf(accepted);
        assertThat(stage.logged()).extracting(Letter::reason).containsOnly("shutdown");
    }

    @Test
    void all_queued_are_files_when_the_dead_letter_is_a_folder(@TempDir Path folder) throws IOException {
        stage.start()
                .attach(
                        deadUrl(),
                        "deadLetter",
                        "file:" + folder + "?fileName=${header.CamelWebhooksEmitterDeliveryId}.json",
                        "backoffDelay",
                        "10m");
        List<String> accepted = stage.emit(100);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(accepted.stream()
                            .map(deliveryId -> deliveryId + ".json")
                            .toList());
        }
        assertThat(folder.resolve("d7.json")).hasContent("{\"id\":\"d7\"}");
    }

    @Test
    void all_queued_are_in_the_log_when_the_dead_letter_route_has_stopped() {
        stage.route("letters", "direct:letters", "mock:never");
        stage.start().attach(deadUrl(), "deadLetter", "direct:letters", "backoffDelay", "10m");
        List<String> accepted = stage.emit(1000);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.logged())).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(stage.logged()).extracting(Letter::reason).containsOnly("shutdown");
    }

    @Test
    void all_queued_are_in_the_log_when_the_dead_letter_fails() {
        stage.start().attach(deadUrl(), "deadLetter", "mock:refusing", "backoffDelay", "10m");
        stage.context()
                .getEndpoint("mock:refusing", org.apache.camel.component.mock.MockEndpoint.class)
                .whenAnyExchangeReceived(letter -> {
                    throw new IOException("disk full");
                });
        List<String> accepted = stage.emit(200);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.logged())).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void all_queued_are_in_the_log_when_the_dead_letter_hangs() {
        stage.start().attach(deadUrl(), "deadLetter", "mock:hanging", "backoffDelay", "10m");
        stage.context()
                .getEndpoint("mock:hanging", org.apache.camel.component.mock.MockEndpoint.class)
                .whenAnyExchangeReceived(letter -> stuck.await());
        List<String> accepted = stage.emit(200);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.logged())).containsAll(accepted);
    }

    @Test
    void all_queued_are_dead_letters_when_a_stuck_route_makes_camel_force_the_stop() throws Exception {
        stickyRoute();
        stage.shutdownTimeout(Duration.ofSeconds(1)).start();
        stage.attach(deadUrl(), "deadLetter", stage.deadLetter(), "backoffDelay", "10m");
        occupyStuckRoute();
        List<String> accepted = stage.emit(1000);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(2).plus(SLACK));
        assertThat(lettersAndLines()).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void all_queued_are_in_the_log_when_camel_forces_the_stop_and_there_is_no_dead_letter() throws Exception {
        stickyRoute();
        stage.shutdownTimeout(Duration.ofSeconds(1)).start();
        stage.attach(deadUrl(), "backoffDelay", "10ms", "maxAttempts", 1_000_000);
        occupyStuckRoute();
        List<String> accepted = stage.emit(1000);

        stage.stop();

        assertThat(idsOf(stage.logged())).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void all_queued_are_in_the_log_when_camel_forces_the_stop_beside_a_hanging_receiver() throws Exception {
        stickyRoute();
        stage.shutdownTimeout(Duration.ofSeconds(1)).start();
        stage.attach(stage.receiver().hanging(), "requestTimeout", "1h", "concurrency", 3);
        occupyStuckRoute();
        List<String> accepted = stage.emit(100);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(2).plus(SLACK));
        assertThat(idsOf(stage.logged())).containsExactlyInAnyOrderElementsOf(accepted);
    }

    private void stickyRoute() throws Exception {
        stage.closing(stuck::countDown);
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stuck").routeId("stuck").process(exchange -> stuck.await());
            }
        });
    }

    /** Not from a thread of the context: it would wait for that one, too. */
    private void occupyStuckRoute() {
        new Thread(() -> stage.template().send("direct:stuck", exchange -> {})).start();
        Awaitility.await().until(() -> stage.context().getInflightRepository().size() == 1);
    }

    @Test
    void a_waiting_exchange_in_backoff_fails_at_once_with_the_reason_shutdown() throws Exception {
        stage.shutdownTimeout(Duration.ofSeconds(20));
        stage.route("user", "direct:user", stage.uri("waitForDelivery=true"));
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m", "deadLetter", stage.deadLetter());
        CompletableFuture<Exchange> waiting = stage.sendAsync("direct:user", "d1");
        stage.awaitBackoff();

        Duration took = stage.stop();

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(waiting.get(1, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> {
                    assertThat(failure.reason()).isEqualTo(Reason.SHUTDOWN);
                    assertThat(failure.attempts()).isEqualTo(1);
                    assertThat(failure.statusCode()).isEqualTo(503);
                });
        assertThat(stage.letters()).isEmpty();
    }

    @Test
    void a_waiting_exchange_whose_attempt_fails_during_the_stop_fails_then() throws Exception {
        stage.shutdownTimeout(Duration.ofSeconds(20));
        CountDownLatch answer = new CountDownLatch(1);
        stage.closing(answer::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(503);
        });
        stage.route("user", "direct:user", stage.uri("waitForDelivery=true"));
        stage.start().attach(receiver, "backoffDelay", "10m");
        CompletableFuture<Exchange> waiting = stage.sendAsync("direct:user", "d1");
        receiver.await(1);

        CompletableFuture<Duration> stop = CompletableFuture.supplyAsync(stage::stop);
        Awaitility.await().until(() -> stage.context().isStopping());
        answer.countDown();

        assertThat(stop.get(10, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(10));
        assertThat(waiting.get(1, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> assertThat(failure.reason())
                        .isEqualTo(Reason.SHUTDOWN));
    }

    @Test
    void waiting_exchanges_are_all_told_when_camel_forces_the_stop() throws Exception {
        stickyRoute();
        stage.shutdownTimeout(Duration.ofSeconds(1)).start();
        stage.attach(stage.receiver().hanging(), "requestTimeout", "1h");
        occupyStuckRoute();
        List<CompletableFuture<Exchange>> waiting = IntStream.rangeClosed(1, 50)
                .mapToObj(n -> stage.sendAsync(stage.uri("waitForDelivery=true"), "d" + n))
                .toList();

        stage.stop();

        for (CompletableFuture<Exchange> one : waiting) {
            assertThat(one.get(2, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(DeliveryFailedException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(Reason.SHUTDOWN));
        }
    }

    @Test
    void attempts_go_on_until_200_when_the_stop_begins_50_ms_after_a_503() {
        Receiver receiver = stage.receiver().answering(503, 503, 200);
        stage.start().attach(receiver, "backoffDelay", "300ms", "backoffMultiplier", 1, "backoffJitter", 0);
        stage.emit(1);
        receiver.await(1);
        Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);

        Duration took = stage.stop();

        assertThat(took).isLessThan(TIMEOUT.multipliedBy(8).dividedBy(10));
        assertThat(idsOf(receiver)).containsExactly("d1", "d1", "d1");
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void a_hanging_receiver_does_not_hold_up_the_stop_beyond_the_timeout() {
        Receiver receiver = stage.receiver().hanging();
        stage.start().attach(receiver, "requestTimeout", "1h", "concurrency", 4, "deadLetter", stage.deadLetter());
        List<String> accepted = stage.emit(20);
        receiver.await(4);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.letters())).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("shutdown");
    }

    @Test
    void more_hanging_receivers_than_there_are_threads_do_not_hold_up_the_stop() {
        Receiver receiver = stage.receiver().hanging();
        stage.start();
        String letters = stage.deadLetter();
        Set<String> accepted = new HashSet<>();
        for (int i = 1; i <= 300; i++) {
            String emitter = stage.id() + "-" + i;
            stage.component()
                    .attach(emitter, Stage.config(receiver.url(), "requestTimeout", "1h", "deadLetter", letters));
            stage.emit("webhooks-emitter:" + emitter, "d" + i);
            accepted.add("d" + i);
        }
        receiver.await(200);

        Duration took = stage.stop();

        assertThat(took).isLessThanOrEqualTo(TIMEOUT.plus(SLACK));
        assertThat(idsOf(stage.letters())).containsExactlyInAnyOrderElementsOf(accepted);
    }

    @Test
    void the_queue_of_a_paused_emitter_is_given_up_without_waiting() {
        Receiver receiver = stage.receiver();
        stage.shutdownTimeout(Duration.ofSeconds(20)).start();
        stage.attach(receiver, "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        List<String> accepted = stage.emit(100);

        Duration took = stage.stop();

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(idsOf(stage.letters())).containsExactlyElementsOf(accepted);
        assertThat(stage.letters()).extracting(Letter::reason).containsOnly("shutdown");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_healthy_receiver_gets_all_that_is_queued_in_order() {
        CountDownLatch go = new CountDownLatch(1);
        stage.closing(go::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(go);
            return Reply.of(200);
        });
        stage.shutdownTimeout(Duration.ofSeconds(20)).start();
        stage.attach(receiver, "deadLetter", stage.deadLetter());
        List<String> accepted = stage.emit(300);

        CompletableFuture<Duration> stop = CompletableFuture.supplyAsync(stage::stop);
        Awaitility.await().until(() -> stage.context().isStopping());
        go.countDown();

        assertThat(stop.join()).isLessThan(Duration.ofSeconds(10));
        assertThat(idsOf(receiver)).containsExactlyElementsOf(accepted);
        assertThat(stage.letters()).isEmpty();
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void a_caller_who_waits_for_a_place_is_told_and_what_it_sent_is_not_accepted() throws Exception {
        stage.start().attach(stage.receiver().hanging(), "queueSize", 1, "deadLetter", stage.deadLetter());
        stage.emit(2);
        CompletableFuture<Exchange> blocked =
                CompletableFuture.supplyAsync(() -> stage.send(stage.uri("enqueueTimeout=1m"), "d3"));
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> !blocked.isDone());

        stage.stop();

        assertThat(blocked.get(1, TimeUnit.SECONDS).getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("stopping");
        assertThat(idsOf(stage.letters())).containsExactlyInAnyOrder("d1", "d2");
    }

    @Test
    void every_emit_beside_the_stop_is_accounted_for_or_fails() throws Exception {
        Map<String, Boolean> delivered = new ConcurrentHashMap<>();
        Receiver receiver = stage.receiver().answering(request -> {
            delivered.put(request.deliveryId(), true);
            return Reply.of(200);
        });
        stage.start().attach(receiver, "deadLetter", stage.deadLetter(), "concurrency", 2);
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int caller = i;
            callers.add(CompletableFuture.runAsync(() -> emitUntilRefused(caller, accepted)));
        }
        receiver.await(50);

        stage.stop();

        CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
        Set<String> ended = new HashSet<>(delivered.keySet());
        ended.addAll(lettersAndLines());
        assertThat(ended).containsAll(accepted);
    }

    private void emitUntilRefused(int caller, Set<String> accepted) {
        var template = stage.context().createProducerTemplate();
        for (int n = 1; n < 1_000_000; n++) {
            String deliveryId = "c" + caller + "-" + n;
            try {
                template.sendBodyAndHeaders(
                        stage.uri(),
                        "{}",
                        Map.of(
                                WebhooksEmitterConstants.EVENT,
                                Stage.EVENT,
                                WebhooksEmitterConstants.DELIVERY_ID,
                                deliveryId));
            } catch (RuntimeException refused) {
                return;
            }
            accepted.add(deliveryId);
        }
    }

    @Test
    void nothing_is_accepted_after_the_stop() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "events", "*");
        WebhooksEmitterComponent component = stage.component();
        stage.stop();

        assertThatThrownBy(() -> component.emit(Stage.EVENT, "{}")).hasMessageContaining("stopping");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void the_log_names_attempts_and_status_of_what_is_lost() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start().attach(receiver, "backoffDelay", "10m");
        stage.emit(2);
        stage.awaitBackoff();

        stage.stop();

        assertThat(stage.logged())
                .containsExactly(new Letter("d1", "shutdown", 1, 503), new Letter("d2", "shutdown", 0, null));
    }

    private Set<String> lettersAndLines() {
        return Stream.concat(stage.letters().stream(), stage.logged().stream())
                .map(Letter::deliveryId)
                .collect(Collectors.toSet());
    }

    /** A port that refuses connections. */
    private static String deadUrl() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/hooks/token";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
