package io.github.webhooksemitter.examples.persistent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PersistentTest {
    @TempDir
    Path folder;

    private long lastLine;

    @Test
    void a_second_start_delivers_what_was_accepted_before_kill_9() throws Exception {
        List<String> first = run(6, "RECEIVED {\"order\": 2}");
        assertThat(first).contains("ACCEPTED {\"order\": 6}").doesNotContain("All have arrived.");

        List<String> second = run(0, null);
        Duration ended = Duration.ofNanos(System.nanoTime() - lastLine);

        assertThat(second).contains("All have arrived.").noneMatch(line -> line.startsWith("ACCEPTED"));
        assertThat(ended).as("threads of the broker keep the JVM").isLessThan(Duration.ofSeconds(30));
        assertThat(second.get(0)).matches("[3-5] wait from before; stop me with: kill -9 \\d+");
        List<String> received = new ArrayList<>(first);
        received.addAll(second);
        assertThat(received.stream().filter(line -> line.startsWith("RECEIVED")).distinct())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 6)
                        .mapToObj(order -> "RECEIVED {\"order\": " + order + "}")
                        .toList());
    }

    /** Runs the example as a process of its own; kills it when it has printed that line, and otherwise waits for its end. */
    private List<String> run(int orders, String last) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Persistent.class.getName(),
                        folder.toString(),
                        String.valueOf(orders))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                lastLine = System.nanoTime();
                if (line.equals(last)) {
                    break;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return lines;
    }
}
