package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void ratios_are_those_of_the_same_round() {
        Summary summary = Summary.of(
                16,
                List.of(Contender.OURS, Contender.BARE),
                List.of(
                        measured(1, Contender.OURS, 30),
                        measured(1, Contender.BARE, 20),
                        measured(2, Contender.OURS, 10),
                        measured(2, Contender.BARE, 40)));

        Summary.Ratio ratio = summary.ratios().get(0);
        assertThat(ratio.perRound()).isEqualTo(new Spread(0.25, 0.875, 1.5));
        assertThat(ratio.ofBest()).isEqualTo(0.75);
        assertThat(summary.rows().get(0).deliveriesPerSecond()).isEqualTo(new Spread(10, 20, 30));
    }

    private static Measurement measured(int round, Contender contender, double rate) {
        return new Measurement(16, round, contender, rate, 50, 0, 0.3, "17", Set.of());
    }
}
