package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.testing.Broker;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker in the process, which no other process reaches: consumers fetch ahead, and callers send to it themselves. Nothing
 * but speed must come of that.
 */
class PersistentQueueInProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @RegisterExtension
    final Stage stage = new Stage();

    private EmbeddedArtemis broker;

    @BeforeEach
    void start() {
        broker = new EmbeddedArtemis(directory).start();
        bind();
        stage.start();
    }

    private void bind() {
        Broker.bind(stage.context(), broker.connectionFactory());
    }

    /** After the consumers, which would only try to connect again. */
    @AfterEach
    void stop() {
        stage.stop();
        broker.close();
    }

    private Receiver attached(Object... options) {
        return stage.attachPersistent(stage.receiver(), options);
    }

    private long kept() {
        return broker.messages("webhooks." + stage.id());
    }

    /** Whether a consumer has, or has fetched, all that the broker keeps. */
    private boolean isAllFetched() throws JMSException {
        try (Connection connection =
                        broker.connectionFactory().getInOrderConnectionFactory().createConnection();
                Session session = connection.createSession();
                QueueBrowser browser = session.createBrowser(session.createQueue("webhooks." + stage.id()))) {
            return !browser.getEnumeration().hasMoreElements();
        }
    }

    private void awaitEmpty() {
        await().atMost(PATIENCE).until(() -> kept() == 0);
    }

    @Test
    void what_was_fetched_goes_back_in_order_and_counts_as_no_attempt() {
        Receiver dead = attached("maxAttempts", 2, "backoffDelay", "10m").answering(500);
        stage.emit(5);
        stage.awaitBackoff();
        await().atMost(PATIENCE).until(this::isAllFetched);

        stage.component().detach(stage.id());
        await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        assertThat(dead.requests()).hasSize(1);
        await().atMost(PATIENCE).until(() -> kept() == 5);

        Receiver receiver = attached("maxAttempts", 2, "backoffDelay", "1ms").answering(500);
        await().atMost(PATIENCE).until(() -> stage.letters().size() == 5);
        assertThat(Stage.idsOf(receiver)).containsExactly("d1", "d2", "d2", "d3", "d3", "d4", "d4", "d5", "d5");
        awaitEmpty();
    }

    @Test
    void a_detach_with_much_fetched_is_quick_and_hardly_counts_as_attempts() {
        attached("maxAttempts", 12, "backoffDelay", "10m").answering(500);
        stage.emit(10);
        stage.awaitBackoff();
        await().atMost(PATIENCE).until(this::isAllFetched);

        stage.component().detach(stage.id());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> stage.component().emitters().isEmpty());

        Receiver receiver = attached("maxAttempts", 12, "backoffDelay", "1ms").answering(500);
        await().atMost(PATIENCE).until(() -> !stage.letters().isEmpty());
        assertThat(Stage.idsOf(receiver).stream().filter("d1"::equals)).hasSizeBetween(10, 11);
    }

    @Test
    void what_was_fetched_is_there_in_order_after_a_restart_large_ones_too() {
        attached("backoffDelay", "10m").answering(500);
        for (int i = 1; i <= 5; i++) {
            stage.template()
                    .sendBodyAndHeaders(
                            stage.uri(),
                            "\"" + "x".repeat(i % 2 == 0 ? 300_000 : 10) + "\"",
                            Map.of(
                                    "CamelWebhooksEmitterEvent",
                                    Stage.EVENT,
                                    "CamelWebhooksEmitterDeliveryId",
                                    "d" + i));
        }
        stage.awaitBackoff();
        stage.stop();
        broker.close();

        broker = new EmbeddedArtemis(directory).start();
        bind();
        stage.start();
        await().atMost(PATIENCE).until(() -> kept() == 5);
        Receiver receiver = attached();
        receiver.await(5, PATIENCE);
        assertThat(Stage.idsOf(receiver)).containsExactly("d1", "d2", "d3", "d4", "d5");
        assertThat(receiver.requests())
                .extracting(request -> request.text().length())
                .containsExactly(12, 300_002, 12, 300_002, 12);
        awaitEmpty();
    }

    @Test
    void with_concurrency_nothing_waits_behind_a_delivery_in_backoff() {
        Receiver receiver = attached("concurrency", 2, "backoffDelay", "10m")
                .answering(request -> Receiver.Reply.of(request.deliveryId().equals("d1") ? 500 : 200));
        stage.emit(20);

        receiver.await(20, PATIENCE);
        assertThat(Stage.idsOf(receiver)).containsExactlyInAnyOrderElementsOf(Stage.ids(1, 20));
        await().atMost(PATIENCE).until(() -> kept() == 1);
    }

    @Test
    void an_update_of_concurrency_gives_back_what_was_fetched() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Receiver receiver = attached().answering(request -> {
            asked.countDown();
            Stage.await(go);
            return Receiver.Reply.of(200);
        });
        stage.emit(10);
        Stage.await(asked);

        stage.component().update(stage.id(), Map.of("concurrency", 2));
        go.countDown();

        receiver.await(10, PATIENCE);
        assertThat(Stage.idsOf(receiver)).containsExactlyInAnyOrderElementsOf(Stage.ids(1, 10));
        awaitEmpty();
    }

    @Test
    void a_caller_who_may_not_block_has_it_sent() throws Exception {
        attachPausedToOneThatIsSoonFull();
        Thread caller = new Thread(() -> emitUntilRefused("whenFull=fail&"));
        caller.start();

        // Where Camel keeps a thread that sends and waits; a caller who may block waits in Artemis' client.
        await().atMost(PATIENCE).until(() -> Stream.of(caller.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith("AsyncProcessorAwaitManager")
                        && frame.getMethodName().equals("await")));
        caller.interrupt();
        caller.join();
    }

    @Test
    void a_caller_whom_a_full_broker_keeps_waiting_fails_in_time_and_is_not_interrupted() {
        Receiver receiver = attachPausedToOneThatIsSoonFull();
        List<String> accepted = new ArrayList<>();
        Exchange last = emitLarge("", "d1", Duration.ofSeconds(1));
        while (last.getException() == null) {
            accepted.add("d" + (accepted.size() + 1));
            last = emitLarge("", "d" + (accepted.size() + 1), Duration.ofSeconds(1));
        }

        assertThat(last.getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("does not answer");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        stage.component().resume(stage.id());
        receiver.await(accepted.size(), PATIENCE);
        assertThat(Stage.idsOf(receiver)).startsWith(accepted.toArray(String[]::new));
        await().atMost(PATIENCE)
                .until(() -> emitLarge("", "last", Duration.ofSeconds(1)).getException() == null);
        await().atMost(PATIENCE).until(() -> Stage.idsOf(receiver).contains("last"));
        awaitEmpty();
    }

    @Test
    void a_caller_who_is_interrupted_while_he_waits_fails_at_once_and_is_interrupted_still() throws Exception {
        attachPausedToOneThatIsSoonFull();
        CompletableFuture<Exchange> failed = new CompletableFuture<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            failed.complete(emitUntilRefused(""));
            // Also seen by what the caller does next.
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await().atMost(PATIENCE).until(() -> waitsForRoom(caller));

        caller.interrupt();

        assertThat(failed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("before an interrupt");
        caller.join();
        assertThat(interrupted).isTrue();
        assertThat(stage.component().service().troubledQueues()).isEmpty();
    }

    @Test
    void a_stop_ends_the_wait_of_a_caller() throws Exception {
        attachPausedToOneThatIsSoonFull();
        CompletableFuture<Exchange> failed = new CompletableFuture<>();
        Thread caller = new Thread(() -> failed.complete(emitUntilRefused("")));
        caller.start();
        await().atMost(PATIENCE).until(() -> waitsForRoom(caller));

        stage.stop();

        assertThat(failed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException())
                .isInstanceOf(NotAcceptedException.class);
        caller.join();
    }

    /** In Artemis' client, for the broker to give it credits. */
    private static boolean waitsForRoom(Thread caller) {
        return Stream.of(caller.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("acquireCredits"));
    }

    private Exchange emitUntilRefused(String options) {
        Exchange last = emitLarge(options, "d", Duration.ofMinutes(10));
        while (last.getException() == null) {
            last = emitLarge(options, "d", Duration.ofMinutes(10));
        }
        return last;
    }

    private Receiver attachPausedToOneThatIsSoonFull() {
        stage.context().removeComponent("sjms2");
        broker.close();
        broker = new EmbeddedArtemis(directory.resolve("small"));
        broker.configuration()
                .addAddressSetting(
                        "webhooks.#",
                        new AddressSettings()
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                .setMaxSizeBytes(20_000));
        broker.start();
        bind();
        Receiver receiver = attached();
        stage.component().pause(stage.id());
        return receiver;
    }

    private Exchange emitLarge(String options, String deliveryId, Duration enqueueTimeout) {
        return stage.template().send(stage.uri(options + "enqueueTimeout=" + enqueueTimeout.toMillis()), exchange -> {
            exchange.getIn().setBody("\"" + "x".repeat(5000) + "\"");
            exchange.getIn()
                    .setHeaders(new HashMap<>(Map.of(
                            "CamelWebhooksEmitterEvent", Stage.EVENT, "CamelWebhooksEmitterDeliveryId", deliveryId)));
        });
    }
}
