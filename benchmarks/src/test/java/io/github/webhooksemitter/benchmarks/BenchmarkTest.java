package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole way with real processes, as short as it can be. */
class BenchmarkTest {
    private static final Options OPTIONS = Options.parse(
            "--warmup", "1", "--seconds", "1", "--idle", "1", "--rounds", "1", "--emitters", "2", "--jvm", "-Xmx256m");

    @Test
    void measures_contenders_side_by_side() throws Exception {
        Suite suite = new ContendersSuite(List.of(2), List.of(Contender.OURS, Contender.BARE));

        try (Lab lab = new Lab(OPTIONS)) {
            Summary summary = Summary.of(suite, lab.measure(suite, 1));

            assertThat(summary.rows()).hasSize(2).allSatisfy(row -> assertThat(row.results())
                    .containsKeys(Metric.RATE, Metric.CPU));
            assertThat(summary.rows().get(0).results()).containsKeys(Metric.ACCEPT_P999, Metric.RECEIPT_P99);
        }
    }

    @Test
    void looks_at_idle_emitters() throws Exception {
        Suite suite = new EmittersSuite(List.of(20));

        try (Lab lab = new Lab(OPTIONS)) {
            assertThat(lab.measure(suite, 1).get(0).results())
                    .containsKeys(Metric.ATTACHED, Metric.HEAP_PER_EMITTER, Metric.IDLE_CPU, Metric.RATE);
        }
    }
}
