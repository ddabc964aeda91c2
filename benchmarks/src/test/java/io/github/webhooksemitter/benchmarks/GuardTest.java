package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {
    @Test
    void fails_below_the_least_ratio_and_says_why() {
        assertThat(Guard.failure(0.8)).isEmpty();
        assertThat(Guard.failure(0.79).orElseThrow())
                .contains("made 0.79 of the bare loop's rate", "at least 0.80 is wanted");
    }
}
