package io.github.webhooksemitter.reliability;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.nio.file.Path;

/** A broker process that nodes share. Arguments: its directory and its port. */
final class BrokerNode {
    private BrokerNode() {}

    @SuppressWarnings("resource") // The end of this process closes it.
    public static void main(String[] arguments) {
        ChildProcess.endWithParent();
        EmbeddedArtemis broker = new EmbeddedArtemis(Path.of(arguments[0]))
                .listenOn(Integer.parseInt(arguments[1]))
                .exclusive("webhooks.#");
        broker.start();
        ChildProcess.ready(arguments[1]);
    }
}
