package io.github.webhooksemitter.examples.kafka;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.util.FileUtil;

/**
 * Runs the routes in {@code camel/kafka-webhooks.camel.yaml} on a Kafka of its own, with two records for each of two
 * emitters, and shows what arrives at receivers of which one is out of order at first.
 */
public final class KafkaWebhooks {
    private KafkaWebhooks() {}

    /** Exits with 1 unless all four records were sent and committed. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("kafka-webhooks");
        boolean sent;
        try (Broker broker = Broker.start(folder)) {
            sent = run(broker, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        } finally {
            FileUtil.removeDir(folder.toFile());
        }
        if (!sent) {
            System.exit(1);
        }
    }

    static boolean run(Broker broker, PrintStream out) throws Exception {
        broker.createTopics("webhooks");
        Main main = new Main();
        try (Receiver receiver = new Receiver(3, out)) {
            main.addOverrideProperty("webhooks.brokers", broker.address());
            main.addOverrideProperty("webhooks.url", receiver.url());
            // Shorter than in a service: nobody waits for an example.
            main.addOverrideProperty("camel.component.webhooks-emitter.backoffDelay", "200ms");
            main.init();
            NotifyBuilder sent = new NotifyBuilder(main.getCamelContext())
                    .fromRoute("webhooks")
                    .whenCompleted(4)
                    .create();
            main.start();
            for (int number = 1; number <= 2; number++) {
                write(main, "billing", "invoice.paid", "{\"invoice\": " + number + "}");
                write(main, "crm", "customer.moved", "{\"customer\": " + number + "}");
            }
            boolean inTime = sent.matches(60, TimeUnit.SECONDS);
            Map<Integer, Long> committed = broker.committed("webhooks");
            out.println("COMMITTED, by partition: " + committed);
            return inTime && committed.equals(Map.of(0, 2L, 1, 2L));
        } finally {
            main.stop();
        }
    }

    private static void write(Main main, String emitterId, String event, String payload) throws Exception {
        main.getCamelTemplate()
                .sendBodyAndHeaders("kafka:webhooks", payload, Map.of("kafka.KEY", emitterId, "event", event));
    }
}
