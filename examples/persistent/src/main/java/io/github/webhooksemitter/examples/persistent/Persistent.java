package io.github.webhooksemitter.examples.persistent;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.component.sjms2.Sjms2Component;
import org.apache.camel.main.Main;

/**
 * Starts a broker and the route in {@code camel/persistent.camel.yaml}, emits some orders, and ends when all that waits has
 * arrived, whoever has emitted it: this start, or one before that was killed.
 */
public final class Persistent {
    private static final String QUEUE = "webhooks.shop";

    private Persistent() {}

    /** Takes a folder and the number of orders to emit. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int orders = Integer.parseInt(arguments[1]);
        try (EmbeddedArtemis broker = new EmbeddedArtemis(folder.resolve("broker")).start()) {
            System.out.printf(
                    "%d wait from before; stop me with: kill -9 %d%n",
                    broker.messages(QUEUE), ProcessHandle.current().pid());
            run(broker, folder, orders);
        }
    }

    private static void run(EmbeddedArtemis broker, Path folder, int orders) throws Exception {
        Main main = new Main();
        Sjms2Component sjms2 = new Sjms2Component();
        sjms2.setConnectionFactory(broker.connectionFactory());
        main.bind("sjms2", sjms2);
        try (SlowReceiver receiver = new SlowReceiver()) {
            main.addOverrideProperty("persistent.folder", folder.toString());
            main.addOverrideProperty("persistent.url", receiver.url());
            main.start();
            for (int order = 1; order <= orders; order++) {
                main.getCamelTemplate().sendBody("direct:orders", "{\"order\": " + order + "}");
            }
            awaitEmpty(broker);
            System.out.println("All have arrived.");
        } finally {
            main.stop();
        }
    }

    /** Twice in a row: for a moment the broker does not count a message that is just given to its consumer. */
    private static void awaitEmpty(EmbeddedArtemis broker) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int empty = 0; empty < 2; empty = broker.messages(QUEUE) == 0 ? empty + 1 : 0) {
            boolean ignored = never.await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }
}
