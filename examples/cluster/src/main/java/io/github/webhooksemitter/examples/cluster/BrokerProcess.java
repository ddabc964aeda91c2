package io.github.webhooksemitter.examples.cluster;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.nio.file.Path;

/** A broker in a process of its own; it ends when its input does. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Takes a directory and a port of the loopback address. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedArtemis broker = new EmbeddedArtemis(Path.of(arguments[0]))) {
            broker.listenOn(Integer.parseInt(arguments[1]))
                    .exclusive("webhooks.#")
                    .start();
            System.out.println("READY");
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
        System.exit(0);
    }
}
