package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.webhooksemitter.testing.HostileProgram;
import io.github.webhooksemitter.testing.Jvm;
import io.github.webhooksemitter.testing.MemoryProgram;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** In JVMs of their own: the limit of queued bytes holds for all components of a JVM, and the heap has to be small. */
class MemoryBoundTest {
    private static final long MEGABYTE = 1 << 20;
    /** A 1 MB event, as maxQueuedBytes counts it. */
    private static final long EVENT = MEGABYTE + 2048;

    @Test
    void a_dead_receiver_and_1_mb_events_do_not_fill_a_heap_of_96_mb() throws Exception {
        Map<String, String> told = run(MemoryProgram.class, "-Xmx96m", "flood");

        long limit = 96 * MEGABYTE / 4;
        assertThat(Long.parseLong(told.get("accepted"))).isBetween(limit / EVENT - 2, limit / EVENT + 1);
        assertThat(told)
                .containsEntry("queued", told.get("accepted"))
                .containsEntry("healthy", "1")
                .containsEntry("received", String.valueOf(MEGABYTE))
                .containsEntry("still.accepted", "0")
                .containsEntry("stopped", "true");
    }

    @Test
    void an_emitter_that_comes_late_gets_its_share_and_one_above_its_share_counts_as_full() throws Exception {
        Map<String, String> told = run(MemoryProgram.class, "-Xmx256m", "share", String.valueOf(10 * EVENT));

        assertThat(told)
                .as("the whole limit, and the one that reaches above it")
                .containsAnyOf(entry("first", "10"), entry("first", "11"));
        assertThat(told)
                .as("half of the limit, and the one that reaches above that")
                .containsAnyOf(entry("second", "5"), entry("second", "6"));
        assertThat(told).containsEntry("first.again", "0").containsEntry("healthy", "1");
        assertThat(Integer.parseInt(told.get("second")) + Integer.parseInt(told.get("second.again")))
                .as("alone again, it has the whole limit")
                .isBetween(10, 11);
        assertThat(told).containsEntry("stopped", "true");
    }

    @Test
    void replies_that_would_fill_any_heap_are_taken_20_at_a_time_with_64_mb() throws Exception {
        Map<String, String> told = run(HostileProgram.class, "-Xmx64m");

        assertThat(told)
                .as("error bodies of 200 MB")
                .containsEntry("error.failed", "20")
                .as("endless bodies after a 2xx")
                .containsEntry("endless.delivered", "20")
                .as("gzip bombs after a 2xx")
                .containsEntry("bomb.delivered", "20")
                .as("100,000 header lines")
                .containsEntry("headers.failed", "20")
                .as("12 MB of long header lines")
                .containsEntry("head.failed", "20")
                .as("afterwards all is well")
                .containsEntry("healthy.delivered", "1")
                .containsEntry("stopped", "true");
    }

    /** Runs the program to its end, and returns what it told. */
    private static Map<String, String> run(Class<?> program, String heap, String... arguments) throws Exception {
        Jvm.Ended ended = Jvm.run(List.of(heap, "-XX:+ExitOnOutOfMemoryError"), program, arguments);
        assertThat(ended.output()).doesNotContain("OutOfMemoryError");
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output()
                .lines()
                .filter(line -> line.matches("[a-z.]+=\\w+"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
