package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuUseTest {
    @Test
    void what_was_not_asked_lately_counts_as_busy_since_the_average_is_one_over_a_pause() {
        assertThat(new CpuUse().lately()).isEqualTo(1);
    }
}
