package io.github.webhooksemitter.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.files.FileStoreMonitor;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedArtemisTest {
    private static final String QUEUE = "webhooks.billing";

    @TempDir
    Path directory;

    private static void send(ConnectionFactory connections, int messages, int bytes) {
        for (int i = 0; i < messages; i++) {
            send(connections, bytes);
        }
    }

    private static void send(ConnectionFactory connections, int bytes) {
        try (Connection connection = connections.createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[bytes]);
            session.createProducer(session.createQueue(QUEUE)).send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void keeps_its_messages_over_a_stop_large_ones_too() {
        EmbeddedArtemis first = new EmbeddedArtemis(directory).start();
        send(first.connectionFactory(), 10);
        send(first.connectionFactory(), 2 << 20);
        first.close();

        try (EmbeddedArtemis second = new EmbeddedArtemis(directory).start()) {
            assertThat(second.messages(QUEUE)).isEqualTo(2);
            assertThat(second.messages("webhooks.other")).isZero();
        }
    }

    @Test
    void lets_no_second_broker_into_its_directory_and_a_next_one_once_it_has_stopped() {
        EmbeddedArtemis first = new EmbeddedArtemis(directory).start();
        EmbeddedArtemis second = new EmbeddedArtemis(directory);

        assertThatThrownBy(second::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Another broker uses the directory");

        first.close();
        second.start().close();
    }

    @Test
    void leaves_nothing_behind_where_its_port_is_taken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            EmbeddedArtemis first = new EmbeddedArtemis(directory).listenOn(taken.getLocalPort());

            assertThatThrownBy(first::start).isInstanceOf(IllegalStateException.class);
        }

        CompletableFuture<EmbeddedArtemis> second =
                CompletableFuture.supplyAsync(() -> new EmbeddedArtemis(directory).start());
        second.get(20, TimeUnit.SECONDS).close();
    }

    @Test
    void a_second_start_changes_nothing() {
        try (EmbeddedArtemis broker = new EmbeddedArtemis(directory).start()) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("runs already");
            assertThatThrownBy(new EmbeddedArtemis(directory)::start).hasMessageContaining("Another broker");
            send(broker.connectionFactory(), 10);
            awaitMessages(broker, 1);
        }
    }

    @Test
    void takes_nothing_while_the_disk_is_full_and_goes_on_by_itself_when_it_is_not() throws Exception {
        EmbeddedArtemis broker = new EmbeddedArtemis(directory);
        broker.configuration().setDiskScanPeriod(50);
        try (broker) {
            broker.start();
            send(broker.connectionFactory(), 10);
            monitorOf(broker).setMaxUsage(0.000_001).tick();

            CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> send(broker.connectionFactory(), 10));
            assertThatThrownBy(() -> blocked.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            awaitMessages(broker, 1);

            monitorOf(broker).setMaxUsage(1.0).tick();
            blocked.get(30, TimeUnit.SECONDS);
            awaitMessages(broker, 2);
        }
    }

    @Test
    void a_consumer_in_order_fetches_ahead_where_nobody_else_can_wait_for_it() throws Exception {
        try (EmbeddedArtemis broker = new EmbeddedArtemis(directory).start()) {
            send(broker.connectionFactory(), 5, 10);
            try (Connection connection = inOrder(broker).createConnection()) {
                MessageConsumer first = consumer(connection);

                assertThat(first.receive()).isNotNull();
                await().atMost(Duration.ofSeconds(30)).until(() -> queue(broker).getDeliveringCount() == 5);
            }
        }
    }

    @Test
    void a_consumer_in_order_leaves_the_rest_to_others_where_there_may_be_some() throws Exception {
        try (EmbeddedArtemis broker =
                new EmbeddedArtemis(directory).listenOn(freePort()).start()) {
            send(broker.connectionFactory(), 5, 10);
            try (Connection connection = inOrder(broker).createConnection();
                    Connection another = broker.connectionFactory().createConnection()) {
                MessageConsumer first = consumer(connection);
                assertThat(first.receive()).isNotNull();

                MessageConsumer second = consumer(another);
                for (int i = 0; i < 4; i++) {
                    assertThat(second.receive(30_000)).isNotNull();
                }
            }
        }
    }

    /** A message that has just come is not counted at once. */
    private static void awaitMessages(EmbeddedArtemis broker, long messages) {
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.messages(QUEUE) == messages);
    }

    private static ConnectionFactory inOrder(EmbeddedArtemis broker) {
        return broker.connectionFactory().getInOrderConnectionFactory();
    }

    private static MessageConsumer consumer(Connection connection) throws JMSException {
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
        connection.start();
        return consumer;
    }

    private static Queue queue(EmbeddedArtemis broker) {
        return broker.server().locateQueue(SimpleString.of(QUEUE));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static FileStoreMonitor monitorOf(EmbeddedArtemis broker) {
        return ((ActiveMQServerImpl) broker.server()).getMonitor();
    }

    @Test
    void options_in_the_url_win_over_its_own() {
        assertThat(ArtemisConnections.withOptions("tcp://broker:61616?consumerWindowSize=5&useGlobalPools=true"))
                .startsWith("tcp://broker:61616?consumerWindowSize=5&useGlobalPools=true&")
                .contains("threadPoolMaxSize=-1", "cacheDestinations=true")
                .doesNotContain("consumerWindowSize=0", "useGlobalPools=false");
    }
}
