package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuUseTest {
    private final AtomicLong cpu = new AtomicLong();
    private final AtomicLong time = new AtomicLong();
    private final CpuUse use = new CpuUse(cpu::get, time::get, 2);

    private double after(Duration wait, double share) {
        time.addAndGet(wait.toNanos());
        cpu.addAndGet(Math.round(2 * share * wait.toNanos()));
        return use.lately();
    }

    private double afterLooks(int looks, double share) {
        double lately = 1;
        for (int i = 0; i < looks; i++) {
            lately = after(Duration.ofMillis(10), share);
        }
        return lately;
    }

    @Test
    void counts_as_busy_at_first_and_after_a_pause() {
        assertThat(use.lately()).isEqualTo(1);
        assertThat(afterLooks(50, 0.1)).isLessThan(0.2);

        assertThat(after(Duration.ofSeconds(3), 0.1)).isEqualTo(1);
    }

    @Test
    void is_the_share_of_all_processors_once_it_has_been_seen_for_some_looks() {
        use.lately();

        assertThat(afterLooks(3, 0.1)).isGreaterThan(0.5);
        assertThat(afterLooks(3, 0.1)).isLessThan(0.5);
        assertThat(afterLooks(50, 0.1)).isCloseTo(0.1, within(0.01));
        assertThat(afterLooks(50, 0.8)).isCloseTo(0.8, within(0.01));
    }

    @Test
    void is_nothing_where_the_platform_does_not_tell() {
        assertThat(new CpuUse(null, time::get, 2).lately()).isZero();
    }
}
