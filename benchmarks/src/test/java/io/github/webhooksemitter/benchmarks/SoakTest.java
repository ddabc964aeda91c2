package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SoakTest {
    @Test
    void what_only_fills_at_first_has_not_grown() {
        assertThat(Resource.THREADS.growth(List.of(10L, 300L, 500L, 490L, 510L, 505L)))
                .isEmpty();
    }

    @Test
    void what_leaks_has_grown_and_is_named() {
        List<Long> leaking =
                LongStream.range(0, 18).map(sample -> 100 + 20 * sample).boxed().toList();

        assertThat(Resource.DESCRIPTORS.growth(leaking)).contains("file descriptors grew from 320 to 440");
    }

    @Test
    void two_samples_are_no_trend() {
        assertThatThrownBy(() -> Resource.HEAP.growth(List.of(1L, 2L))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void received_twice_or_dead_lettered_is_not_lost() {
        Books books = new Books(numbers(0, 1, 2, 3), numbers(0, 1, 3), numbers(2, 3));

        assertThat(books.isBalanced()).isTrue();
        assertThat(books.loss()).isEmpty();
    }

    @Test
    void what_is_neither_is_lost() {
        Books books = new Books(numbers(0, 1, 2, 3), numbers(0), numbers(2));

        assertThat(books.loss()).contains("2 of 4 accepted deliveries were lost, the first is number 1");
    }

    @Test
    void a_sample_survives_the_way_between_processes() {
        Sample sample = new Sample(Map.of(Resource.HEAP, 12L)).with(Resource.CONNECTIONS, 3);

        assertThat(Sample.parse(sample.toText()).of(Resource.HEAP)).isEqualTo(12);
        assertThat(Sample.parse(sample.toText()).of(Resource.CONNECTIONS)).isEqualTo(3);
        assertThat(Sample.parse(sample.toText()).of(Resource.THREADS)).isZero();
    }

    @Test
    void counts_live_objects_by_class() {
        LiveObjects live = LiveObjects.now();

        assertThat(live.instancesOf("java.lang.Thread")).isPositive();
        assertThat(live.instancesOf("no.such.Class")).isZero();
        assertThat(live.bytes()).isGreaterThan(100_000);
    }

    private static BitSet numbers(int... numbers) {
        BitSet set = new BitSet();
        for (int number : numbers) {
            set.set(number);
        }
        return set;
    }
}
