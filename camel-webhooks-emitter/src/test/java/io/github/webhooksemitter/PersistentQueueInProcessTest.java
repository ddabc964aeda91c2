package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.component.sjms2.Sjms2Component;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker in the process, which no other process reaches: consumers fetch ahead. Nothing
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
        Sjms2Component sjms2 = new Sjms2Component();
        sjms2.setConnectionFactory(broker.connectionFactory());
        stage.context().removeComponent("sjms2");
        stage.context().addComponent("sjms2", sjms2);
    }

    /** After the consumers, which would only try to connect again. */
    @AfterEach
    void stop() {
        stage.stop();
        broker.close();
    }

    private Receiver attached(Object... options) {
        Receiver receiver = stage.receiver();
        stage.attach(
                receiver,
                Stream.concat(
                                Stream.of(
                                        "queue", "sjms2:queue:webhooks.{emitterId}", "deadLetter", stage.deadLetter()),
                                Stream.of(options))
                        .toArray());
        return receiver;
    }

    private long kept() {
        return broker.messages("webhooks." + stage.id());
    }

    private void awaitEmpty() {
        await().atMost(PATIENCE).until(() -> kept() == 0);
    }

    @Test
    void what_was_fetched_goes_back_in_order_and_counts_as_no_attempt() {
        Receiver dead = attached("maxAttempts", 2, "backoffDelay", "10m").answering(500);
        stage.emit(5);
        stage.awaitBackoff();

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
}
