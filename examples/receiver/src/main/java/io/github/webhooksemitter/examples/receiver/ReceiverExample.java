package io.github.webhooksemitter.examples.receiver;

import org.apache.camel.main.Main;

/** Starts the route in {@code camel/receiver.camel.yaml}, and runs until it is told to stop (Ctrl-C). */
public final class ReceiverExample {
    private ReceiverExample() {}

    /** The properties {@code webhook.secret} and {@code camel.server.port} may be system properties, too. */
    public static void main(String[] arguments) throws Exception {
        new Main().run(arguments);
    }
}
