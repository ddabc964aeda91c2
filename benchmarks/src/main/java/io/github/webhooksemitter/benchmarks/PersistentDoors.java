package io.github.webhooksemitter.benchmarks;

import java.util.Map;
import org.apache.camel.CamelContext;

/** Emitters whose queues are in a {@link FreshBroker}. */
final class PersistentDoors implements Doors {
    private static final Map<String, String> OPTIONS =
            Map.of("queue", "sjms2:queue:webhooks.{emitterId}", "deadLetter", "log:dead-letter");

    private final Doors attached;

    PersistentDoors(Target target) {
        attached = new AttachedDoors(target, OPTIONS);
    }

    @Override
    public void open(CamelContext context) throws Exception {
        context.getRegistry().bind("connectionFactory", FreshBroker.start());
        attached.open(context);
    }

    @Override
    public void attach(CamelContext context) throws Exception {
        attached.attach(context);
    }

    @Override
    public String uri(int emitter) {
        return attached.uri(emitter);
    }
}
