package io.github.webhooksemitter.benchmarks;

import io.github.webhooksemitter.artemis.ArtemisPool;
import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A broker in the JVM of the sender, as its module sets it up: on disk, synced; with empty queues. */
final class FreshBroker {
    private FreshBroker() {}

    /** Starts it; it lives until the sender's JVM is halted. */
    @SuppressWarnings("resource")
    static ArtemisPool start() throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "webhooks-emitter-benchmark");
        empty(directory);
        return new EmbeddedArtemis(directory).start().connectionFactory();
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
}
