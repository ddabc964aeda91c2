package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerBoundTest {
    private static final double IDLE = 0.1;
    private static final double BUSY = 0.9;

    private final WorkerBound bound = new WorkerBound(2, 512);

    @Test
    void begins_with_eight_per_processor_and_never_has_more_than_the_most() {
        assertThat(bound.now()).isEqualTo(16);
        assertThat(new WorkerBound(128, 512).now()).isEqualTo(512);
    }

    @Test
    void doubles_at_each_look_while_the_cpu_has_room_up_to_the_most() {
        int[] grown = new int[7];
        for (int i = 0; i < grown.length; i++) {
            bound.look(0, IDLE);
            grown[i] = bound.now();
        }

        assertThat(grown).containsExactly(32, 64, 128, 256, 512, 512, 512);
    }

    @Test
    void does_not_overflow_where_there_is_no_most() {
        WorkerBound endless = new WorkerBound(2, Integer.MAX_VALUE);

        for (int i = 0; i < 40; i++) {
            endless.look(0, IDLE);
        }

        assertThat(endless.now()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void goes_back_by_a_quarter_at_each_look_once_the_cpu_is_used() {
        bound.look(0, IDLE);
        bound.look(0, IDLE);

        bound.look(0, BUSY);
        assertThat(bound.now()).isEqualTo(48);
        for (int i = 0; i < 10; i++) {
            bound.look(0, BUSY);
        }
        assertThat(bound.now()).isEqualTo(16);
    }

    @Test
    void adds_one_for_each_that_is_stuck_also_while_the_cpu_is_used() {
        bound.look(16, BUSY);
        assertThat(bound.now()).isEqualTo(32);
        bound.look(32, BUSY);
        assertThat(bound.now()).isEqualTo(48);
        bound.look(600, BUSY);
        assertThat(bound.now()).isEqualTo(512);
    }
}
