package io.github.webhooksemitter.reliability;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** A broker process that nodes share. Arguments: its directory and its port. */
final class BrokerNode {
    private BrokerNode() {}

    @SuppressWarnings("resource") // The end of this process closes it.
    public static void main(String[] arguments) {
        ChildProcess.endWithParent();
        EmbeddedArtemis broker = new EmbeddedArtemis(Path.of(arguments[0])).listenOn(Integer.parseInt(arguments[1]));
        // Message groups alone do not keep the order: with several sessions of a dead node to clear up, Artemis 2.44
        // lets go
        // of a group before the delivery that was in hand is back in its queue. An exclusive consumer it lets go of
        // after.
        broker.configuration().addAddressSetting("webhooks.#", new AddressSettings().setDefaultExclusiveQueue(true));
        broker.start();
        ChildProcess.ready(arguments[1]);
    }
}
