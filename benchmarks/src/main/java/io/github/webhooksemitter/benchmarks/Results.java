package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything measured and what it was measured on. */
record Results(Setting setting, List<Summary> summaries, List<Measurement> measurements) {
    record Setting(
            int cores,
            String os,
            String jvm,
            List<String> jvmOptions,
            boolean virtualThreads,
            boolean pinned,
            int rounds,
            int feeders,
            int warmUpSeconds,
            int seconds) {
        static Setting of(Options options, String jvm) {
            return new Setting(
                    Runtime.getRuntime().availableProcessors(),
                    System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
                    jvm,
                    options.jvm(),
                    options.virtualThreads(),
                    options.pinned(),
                    options.rounds(),
                    options.feeders(),
                    options.warmUp(),
                    options.seconds());
        }
    }

    /** Writes {@code results.json} and {@code results.svg}. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(directory.resolve("results.json").toFile(), this);
        Files.writeString(directory.resolve("results.svg"), new Plot(summaries).toString());
    }
}
