package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.delivery.Queued;
import io.github.webhooksemitter.testing.Broker;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveContinuationMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What waits in a queue of a broker goes on, whatever goes wrong around it. */
class PersistentQueueTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @RegisterExtension
    final Stage stage = new Stage();

    private Broker broker;

    @BeforeEach
    void start() {
        broker = stage.closing(Broker.in(
                        directory,
                        configuration ->
                                configuration.setOutgoingInterceptorClassNames(List.of(LosesOneChunk.class.getName()))))
                .bind(stage.context());
        stage.start();
    }

    private Receiver attached(Object... options) {
        return stage.attachPersistent(stage.receiver(), options);
    }

    private void awaitKept(int deliveries) {
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == deliveries);
    }

    @Test
    void a_detach_gives_up_all_that_is_queued_also_where_each_dead_letter_takes_its_time() throws Exception {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        String letters = stage.deadLetter();
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:letters")
                        .process(letter -> {
                            String id = letter.getIn().getHeader(WebhooksEmitterConstants.DELIVERY_ID, String.class);
                            if (failed.add(id)) {
                                throw new IllegalStateException("fails at first, so that a second passes");
                            }
                        })
                        .to(letters);
            }
        });
        stage.attach(
                stage.receiver().answering(503),
                "queue",
                Broker.QUEUE,
                "deadLetter",
                "direct:letters",
                "backoffDelay",
                "10m");
        stage.emit(3);
        stage.awaitBackoff();

        stage.component().detach(stage.id(), Queued.DEAD_LETTER);

        await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        assertThat(Stage.idsOf(stage.letters())).containsExactly("d1", "d2", "d3");
        awaitKept(0);
    }

    @Test
    void what_waits_for_the_end_of_another_attempt_at_an_update_counts_as_attempted_no_further() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicBoolean refused = new AtomicBoolean();
        Receiver receiver = attached("concurrency", 2, "backoffDelay", "10ms").answering(request -> {
            if (request.deliveryId().equals("d1")) {
                begun.countDown();
                Stage.await(answer);
                return Receiver.Reply.of(200);
            }
            return Receiver.Reply.of(refused.compareAndSet(false, true) ? 503 : 200);
        });
        stage.emit(1);
        begun.await();

        stage.component().update(stage.id(), Map.of("concurrency", 3));
        stage.emit(stage.uri(), 2, 2);
        // Twelve times given back are twelve attempts.
        await().atMost(PATIENCE).during(Duration.ofSeconds(2)).until(() -> broker.kept(stage.id()) == 2);
        answer.countDown();

        awaitKept(0);
        assertThat(Stage.idsOf(receiver)).containsExactly("d1", "d2", "d2");
        assertThat(stage.letters()).isEmpty();
    }

    @Test
    void a_large_delivery_of_which_a_part_is_lost_on_the_way_is_read_again() {
        Broker.bind(stage.context(), broker.url() + "?callTimeout=1000");
        Receiver receiver = attached();
        String large = "\"" + "x".repeat(300_000) + "\"";
        LosesOneChunk.ARMED.set(true);
        try (Logs logs = Logs.open()) {
            stage.template().send(stage.uri(), exchange -> {
                exchange.getIn().setBody(large);
                exchange.getIn().setHeader(WebhooksEmitterConstants.EVENT, Stage.EVENT);
            });

            receiver.await(1, PATIENCE);
            assertThat(logs.lines(Level.WARN, stage.id())).anyMatch(line -> line.contains("stays there"));
            assertThat(logs.lines(Level.ERROR, stage.id())).isEmpty();
        }
        assertThat(LosesOneChunk.ARMED).isFalse();
        assertThat(receiver.requests().get(0).text()).isEqualTo(large);
        awaitKept(0);
    }

    /** A network on which a packet with a part of a message gets lost, once. */
    public static final class LosesOneChunk implements Interceptor {
        static final AtomicBoolean ARMED = new AtomicBoolean();

        @Override
        public boolean intercept(Packet packet, RemotingConnection connection) {
            return !(packet instanceof SessionReceiveContinuationMessage && ARMED.compareAndSet(true, false));
        }
    }

    @Test
    void lets_go_what_a_paused_emitter_has_in_hand_when_the_broker_is_lost() {
        Receiver receiver = attached();
        stage.component().pause(stage.id());
        stage.emit(2);
        await().atMost(PATIENCE).until(() -> stage.status().queued() == 1);

        broker.stop();

        await().atMost(PATIENCE).until(() -> stage.status().queued() == 0);
        assertThat(stage.component().deliveries(stage.id())).isEmpty();
        broker.start();
        await().atMost(PATIENCE).until(() -> stage.status().queued() == 1);
        stage.component().resume(stage.id());
        receiver.await(2, PATIENCE);
        assertThat(Stage.idsOf(receiver)).containsExactly("d1", "d2");
        awaitKept(0);
    }

    @Test
    void another_concurrency_holds_at_once_while_the_emitter_is_paused() {
        Receiver receiver = attached("concurrency", 2);
        stage.component().pause(stage.id());
        stage.emit(3);
        await().atMost(PATIENCE).until(() -> stage.status().queued() == 2);

        stage.component().update(stage.id(), Map.of("concurrency", 3));

        await().atMost(PATIENCE).until(() -> stage.status().queued() == 3);
        stage.component().resume(stage.id());
        receiver.await(3, PATIENCE);
        assertThat(Stage.idsOf(receiver)).containsExactlyInAnyOrder("d1", "d2", "d3");
        awaitKept(0);
    }

    @Test
    void is_well_again_once_the_broker_is_back_though_nobody_sends() {
        attached();
        broker.stop();
        assertThatThrownBy(() -> stage.emit(stage.uri("enqueueTimeout=20s"), "lost"))
                .isInstanceOf(NotAcceptedException.class);
        await().atMost(PATIENCE)
                .until(() -> !stage.component().service().troubledQueues().isEmpty());

        broker.start();

        await().atMost(PATIENCE)
                .until(() -> stage.component().service().troubledQueues().isEmpty());
    }

    @Test
    void routes_that_go_on_after_an_emit_take_no_thread_from_the_sends_of_others() throws Exception {
        int many = 256;
        CountDownLatch begun = new CountDownLatch(many);
        CountDownLatch end = new CountDownLatch(1);
        attached();
        String other = "other-" + stage.id();
        Receiver receiver = stage.receiver();
        stage.component().attach(other, Stage.config(receiver.url(), "queue", Broker.QUEUE, "deadLetter", "log:lost"));
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:slow").to(stage.uri()).process(exchange -> {
                    begun.countDown();
                    Stage.await(end);
                });
            }
        });
        ExecutorService callers = Executors.newFixedThreadPool(many);
        try {
            for (int i = 0; i < many; i++) {
                String id = "d" + i;
                callers.execute(() -> stage.send("direct:slow", id));
            }
            await().atMost(PATIENCE).until(() -> begun.getCount() == 0);

            stage.emit("webhooks-emitter:" + other, "d");

            receiver.await(1, PATIENCE);
        } finally {
            end.countDown();
            callers.shutdown();
        }
    }
}
