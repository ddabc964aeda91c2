package io.github.webhooksemitter.examples.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.examples.kafka.LocalReceiver.Received;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The key billing belongs to partition 1, and crm to partition 0. */
@Timeout(240)
class KafkaWebhooksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Broker broker;
    private static KafkaProducer<String, String> producer;
    private static int topics;

    private final List<Main> services = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private String topic;
    private LocalReceiver receiver;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(folder);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        topic = "topic" + ++topics;
        broker.createTopics(topic);
        receiver = new LocalReceiver();
    }

    @AfterEach
    void stop() {
        held.countDown();
        services.forEach(Main::stop);
        receiver.close();
    }

    @Test
    void the_example_delivers_and_commits_every_record() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        assertThat(KafkaWebhooks.run(broker, new PrintStream(printed, true, UTF_8)))
                .isTrue();

        assertThat(printed.toString(UTF_8).lines())
                .contains(
                        "TAKEN /crm webhooks-0-1 customer.moved {\"customer\": 2}",
                        "COMMITTED, by partition: {0=2, 1=2}")
                .containsSubsequence(
                        "REFUSED /billing webhooks-1-0 invoice.paid {\"invoice\": 1}",
                        "REFUSED /billing webhooks-1-0 invoice.paid {\"invoice\": 1}",
                        "REFUSED /billing webhooks-1-0 invoice.paid {\"invoice\": 1}",
                        "TAKEN /billing webhooks-1-0 invoice.paid {\"invoice\": 1}",
                        "TAKEN /billing webhooks-1-1 invoice.paid {\"invoice\": 2}");
    }

    @Test
    void commits_a_record_when_it_is_delivered_and_not_before() throws Exception {
        List<Long> committed = new CopyOnWriteArrayList<>();
        receiver.answers(request -> {
            committed.add(committed(1));
            return committed.size() % 3 == 0 ? 204 : 503;
        });
        write("billing", 3);

        start(Map.of());

        await().atMost(PATIENCE).until(() -> committed(1) == 3);
        assertThat(committed).containsExactly(0L, 0L, 0L, 1L, 1L, 1L, 2L, 2L, 2L);
        assertThat(receiver.takenIds()).isEqualTo(ids(1, 3));
        assertThat(receiver.taken().get(2))
                .isEqualTo(new Received("/billing", "invoice.paid", topic + "-1-2", "{\"n\":  3} "));
    }

    @Test
    void an_outage_longer_than_the_poll_interval_loses_nothing_and_reorders_nothing() throws Exception {
        receiver.answers(request -> 503);
        write("billing", 4);

        Main service = start(Map.of("webhooks.maxPollInterval", "6000", "webhooks.waitTimeout", "2s"));
        NotifyBuilder readAgain = new NotifyBuilder(service.getCamelContext())
                .fromRoute("webhooks")
                .whenFailed(3)
                .create();
        // Each failure is a wait of 2 s and a second until the next. Between two of them no attempt is under way.
        receiver.answers(request -> readAgain.matches() ? 204 : 503);

        await().atMost(PATIENCE).until(() -> committed(1) == 4);
        assertThat(readAgain.matches()).isTrue();
        assertThat(receiver.takenIds()).isEqualTo(ids(1, 4));
        assertThat(receiver.receivedIds()).isSorted().hasSizeGreaterThan(10);
    }

    @Test
    void an_emitter_that_fails_does_not_hold_up_another_partition_and_goes_on_after_a_restart() throws Exception {
        receiver.answers(request -> request.path().equals("/billing") ? 503 : 204);
        Main first = start(Map.of(
                "camel.component.webhooks-emitter.backoffDelay", "10m",
                "camel.component.webhooks-emitter.backoffMaxDelay", "10m"));
        await().atMost(PATIENCE).until(() -> broker.assignments(topic).equals(List.of(1, 1)));
        write("billing", 2);
        await().atMost(PATIENCE).until(() -> !receiver.receivedIds().isEmpty());
        write("crm", 3);
        await().atMost(PATIENCE).until(() -> committed(0) == 3);

        first.stop();

        assertThat(committed(1)).isZero();
        assertThat(receiver.takenIds()).isEqualTo(ids(0, 3));
        receiver.answers(request -> 204);
        start(Map.of());
        await().atMost(PATIENCE).until(() -> committed(1) == 2);
        assertThat(receiver.takenIds().subList(3, 5)).isEqualTo(ids(1, 2));
        assertThat(receiver.taken()).hasSize(5);
    }

    @Test
    void when_it_is_killed_between_webhook_and_commit_the_record_is_sent_again_under_the_same_id() throws Exception {
        receiver.answers(this::hold);
        write("billing", 2);
        Process child = startProcess();
        try {
            await().atMost(PATIENCE).until(() -> !receiver.receivedIds().isEmpty());
        } finally {
            child.destroyForcibly().waitFor();
        }
        held.countDown();
        await().atMost(PATIENCE).until(() -> receiver.taken().size() == 1);
        assertThat(committed(1)).isZero();

        start(Map.of());

        await().atMost(PATIENCE).until(() -> committed(1) == 2);
        assertThat(receiver.takenIds()).containsExactly(topic + "-1-0", topic + "-1-0", topic + "-1-1");
        assertThat(receiver.taken().get(1)).isEqualTo(receiver.taken().get(0));
    }

    @Test
    void what_can_never_be_delivered_goes_to_a_topic_of_its_own_and_holds_up_nothing() throws Exception {
        receiver.answers(request -> request.body().contains("1") ? 503 : 204);
        write("billing", 1);
        send("billing", "invoice.paid", "{");
        send("billing?url=http://localhost/", "invoice.paid", "{}");
        send("billing", "", "{}");
        send("billing", "invoice.paid", "{\"n\": 2}");

        start(Map.of("camel.component.webhooks-emitter.maxAttempts", "2"));

        List<ConsumerRecord<String, String>> givenUp = readGivenUp(4);
        assertThat(givenUp)
                .extracting(record -> record.key() + " " + record.value() + " " + header(record, "reason"))
                .containsExactlyInAnyOrder(
                        "billing {\"n\":  1}  exhausted",
                        "billing { not-accepted",
                        "billing?url=http://localhost/ {} not-accepted",
                        "billing {} not-accepted");
        assertThat(givenUp)
                .filteredOn(record -> record.value().contains("1"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(header(record, "deliveryId")).isEqualTo(topic + "-1-0");
                    assertThat(header(record, "event")).isEqualTo("invoice.paid");
                });
        await().atMost(PATIENCE).until(() -> committed(0) + committed(1) == 5);
        assertThat(receiver.taken()).extracting(Received::body).containsExactly("{\"n\": 2}");
    }

    private int hold(Received request) {
        try {
            return held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? 204 : 500;
        } catch (InterruptedException e) {
            return 500;
        }
    }

    private Main start(Map<String, String> settings) throws Exception {
        Main service = new Main();
        settings().forEach(service::addOverrideProperty);
        settings.forEach(service::addOverrideProperty);
        services.add(service);
        service.start();
        return service;
    }

    /** The same in a process of its own. */
    private Process startProcess() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "killed-process.log"))
                .start();
    }

    private Map<String, String> settings() {
        return Map.of(
                "webhooks.brokers", broker.address(),
                "webhooks.url", receiver.url(),
                "webhooks.topic", topic,
                "webhooks.sessionTimeout", "6000",
                "camel.component.webhooks-emitter.backoffDelay", "50ms",
                "camel.component.webhooks-emitter.backoffMaxDelay", "200ms",
                "camel.component.webhooks-emitter.maxAttempts", "1000");
    }

    private void write(String key, int records) throws Exception {
        for (int n = 1; n <= records; n++) {
            send(key, "invoice.paid", "{\"n\":  " + n + "} ");
        }
    }

    private void send(String key, String event, String payload) throws Exception {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, payload);
        record.headers().add("event", event.getBytes(UTF_8));
        producer.send(record).get();
    }

    private long committed(int partition) {
        try {
            return broker.committed(topic).getOrDefault(partition, 0L);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> ids(int partition, int count) {
        List<String> ids = new ArrayList<>();
        for (int offset = 0; offset < count; offset++) {
            ids.add(topic + "-" + partition + "-" + offset);
        }
        return ids;
    }

    private List<ConsumerRecord<String, String>> readGivenUp(int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic + "-given-up", 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
