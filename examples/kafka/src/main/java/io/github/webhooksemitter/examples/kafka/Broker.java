package io.github.webhooksemitter.examples.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** A Kafka of one node inside this process, on free ports of this machine. */
final class Broker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final String address;
    private final Admin admin;

    private Broker(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
        this.admin = Admin.create(Map.of("bootstrap.servers", address));
    }

    static Broker start(Path folder) throws Exception {
        String address = "127.0.0.1:" + freePort();
        String controller = "127.0.0.1:" + freePort();
        Properties config = new Properties();
        // The last one is 3 seconds else. With none the first consumer would get both partitions, and if it waits for a
        // delivery before the second one has joined, that one gets none until the wait is over.
        config.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@" + controller,
                "controller.listener.names", "CONTROLLER",
                "listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller,
                "log.dirs", folder.toString(),
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "1",
                "group.initial.rebalance.delay.ms", "500"));
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(config, false), Time.SYSTEM);
        server.startup();
        return new Broker(server, address);
    }

    /** Creates the topic, with a partition for each emitter of the example, and the one for what is given up. */
    void createTopics(String topic) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1), new NewTopic(topic + "-given-up", 1, (short) 1)))
                .all()
                .get();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return address;
    }

    /** How far each partition of the topic is committed; a partition without a commit is left out. */
    Map<Integer, Long> committed(String topic) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(topic).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> Optional.ofNullable(entry.getValue()).isPresent())
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), entry -> entry.getValue()
                        .offset()));
    }

    /** How many partitions each consumer of the group has, in ascending order. */
    List<Integer> assignments(String topic) throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(topic)).all().get().values().stream()
                .flatMap(group -> group.members().stream())
                .map(member -> member.assignment().topicPartitions().size())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }
}
