package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.camel.component.activemq6.ActiveMQComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persistent queues in an ActiveMQ 6 broker on disk, with the options of its url that docs/queues.md asks for. */
class PersistentQueueActiveMq6Test {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OPTIONS =
            "?jms.redeliveryPolicy.maximumRedeliveries=-1&jms.prefetchPolicy.queuePrefetch=0";
    /** More than ActiveMQ redelivers by default before it takes a message away. */
    private static final int ROUNDS = 8;

    @TempDir
    Path directory;

    private final String id = "e-" + UUID.randomUUID();
    private final BrokerService broker = new BrokerService();
    private final Receiver receiver = Receiver.start();
    private Camel camel;

    @BeforeEach
    void start() throws Exception {
        broker.setBrokerName(id);
        broker.setDataDirectory(directory.toString());
        broker.setUseJmx(false);
        broker.setUseShutdownHook(false);
        String url = broker.addConnector("tcp://127.0.0.1:0").getConnectUri().toString();
        broker.start();
        camel = Camel.start();
        ActiveMQComponent component = new ActiveMQComponent();
        component.setBrokerURL(url + OPTIONS);
        camel.context().addComponent("activemq6", component);
    }

    @AfterEach
    void close() throws Exception {
        camel.close();
        broker.stop();
        receiver.close();
    }

    @Test
    void delivers_in_order_and_keeps_what_a_dead_receiver_does_not_take_however_often_it_is_given_out()
            throws Exception {
        receiver.answering(503);
        attach();
        for (int i = 1; i <= 3; i++) {
            camel.emit("webhooks-emitter:" + id + "?event=e", "{}", Map.of("CamelWebhooksEmitterDeliveryId", "d" + i));
        }
        for (int round = 1; round <= ROUNDS; round++) {
            receiver.await(round, PATIENCE);
            await().atMost(PATIENCE).until(() -> kept() == 3);
            component().detach(id);
            await().atMost(PATIENCE).until(() -> component().emitters().isEmpty());
            if (round == ROUNDS) {
                receiver.answering(200);
            }
            attach();
        }

        List<String> arrived = receiver.await(ROUNDS + 3, PATIENCE).stream()
                .map(Receiver.Received::deliveryId)
                .toList();
        assertThat(arrived.subList(0, ROUNDS)).containsOnly("d1");
        assertThat(arrived.subList(ROUNDS, ROUNDS + 3)).containsExactly("d1", "d2", "d3");
        await().atMost(PATIENCE).until(() -> kept() == 0);
    }

    private void attach() {
        camel.emit(
                "webhooks-emitter:" + id + "?operation=attach",
                Map.of(
                        "url",
                        receiver.url(),
                        "queue",
                        "activemq6:queue:webhooks.{emitterId}",
                        "deadLetter",
                        "log:lost",
                        "backoffDelay",
                        "10m"));
    }

    private long kept() throws Exception {
        Destination queue = broker.getDestination(new ActiveMQQueue("webhooks." + id));
        return queue.getDestinationStatistics().getMessages().getCount();
    }

    private WebhooksEmitterComponent component() {
        return camel.context().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }
}
