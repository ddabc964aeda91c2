package io.github.webhooksemitter.benchmarks;

import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** Emitters whose queues are in a broker of the same JVM, as its module sets it up: on disk, synced. */
final class PersistentDoors implements Doors {
    private static final Map<String, String> OPTIONS =
            Map.of("queue", "sjms2:queue:webhooks.{emitterId}", "deadLetter", "log:dead-letter");

    private final Doors attached;

    PersistentDoors(Target target) {
        attached = new AttachedDoors(target, OPTIONS);
    }

    @Override
    @SuppressWarnings("resource") // the broker lives until the sender's JVM is halted
    public void open(CamelContext context) throws Exception {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "webhooks-emitter-benchmark");
        empty(directory);
        context.getRegistry()
                .bind(
                        "connectionFactory",
                        new EmbeddedArtemis(directory).start().connectionFactory());
        attached.open(context);
    }

    /** What the sender before this one has left when it was halted. */
    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> old;
            try (Stream<Path> all = Files.walk(directory)) {
                old = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : old) {
                Files.delete(path);
            }
        }
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
