package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    @Test
    void are_microseconds_of_a_histogram_of_nanoseconds() {
        Histogram histogram = Percentiles.nanoseconds();
        for (int i = 1; i <= 1000; i++) {
            histogram.recordValue(i * 1000L);
        }

        Percentiles percentiles = Percentiles.of(histogram);
        assertThat(percentiles.p50()).isCloseTo(500, within(1.0));
        assertThat(percentiles.p99()).isCloseTo(990, within(1.0));
        assertThat(percentiles.p999()).isCloseTo(999, within(1.0));
        assertThat(Percentiles.parse(percentiles.toText())).isEqualTo(percentiles);
    }

    @Test
    void an_id_tells_when_its_event_was_sent_and_is_as_long_as_any_other() {
        long now = Percentiles.clockMicros();

        assertThat(SentAt.clockMicros(SentAt.deliveryId(now))).isEqualTo(now);
        assertThat(SentAt.deliveryId(now)).hasSize(36);
    }
}
