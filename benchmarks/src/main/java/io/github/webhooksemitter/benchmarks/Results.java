package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything measured and what it was measured on, as written to {@code results.json}. */
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
            Options.Counts warmUp,
            Options.Counts deliveries) {}

    static Results of(Options options, List<Measurement> measurements) {
        Setting setting = new Setting(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + ' ' + System.getProperty("os.arch"),
                measurements.get(0).jvm(),
                options.jvm(),
                options.virtualThreads(),
                options.pinned(),
                options.rounds(),
                options.feeders(Integer.MAX_VALUE),
                options.warmUp(),
                options.deliveries());
        List<Summary> summaries = options.emitters().stream()
                .map(emitters -> Summary.of(emitters, options.contenders(), measurements))
                .toList();
        return new Results(setting, summaries, measurements);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), this);
    }
}
