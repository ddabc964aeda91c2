package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    @Test
    void all_suites_are_run_unless_some_are_named() {
        assertThat(Options.parse().suites())
                .extracting(Suite::name)
                .containsExactly("contenders", "payloads", "schemes", "emitters", "queues", "faults", "backoff");
        assertThat(Options.parse("--suites", "faults,emitters").suites())
                .extracting(Suite::name)
                .containsExactly("faults", "emitters");
    }

    @Test
    void every_comparison_is_of_cases_of_its_suite_and_every_label_is_unique() {
        for (Suite suite : Options.parse().suites()) {
            List<String> labels = suite.cases().stream().map(Case::label).toList();
            Set<String> unique = new HashSet<>(labels);
            assertThat(labels).hasSameSizeAs(unique);
            suite.comparisons().forEach(comparison -> assertThat(unique).contains(comparison.of(), comparison.to()));
        }
    }

    @Test
    void the_axes_can_be_chosen() {
        assertThat(suite("--suites", "emitters", "--many", "16,1000").cases())
                .extracting(Case::label)
                .containsExactly("16 emitters, ours", "1,000 emitters, ours", "1,000 emitters, tuned");
        assertThat(suite("--suites", "payloads", "--payloads", "20480").cases())
                .extracting(Case::label)
                .containsExactly("20.0 KB, ours", "20.0 KB, bare");
        assertThat(suite("--suites", "contenders", "--emitters", "1", "--contenders", "ours,naive")
                        .cases())
                .extracting(Case::label)
                .containsExactly("1 emitter, ours", "1 emitter, naive");
    }

    @Test
    void a_quick_run_is_one_round_and_can_still_be_adjusted() {
        Options options = Options.parse("--quick", "--seconds", "1");

        assertThat(options.rounds()).isEqualTo(1);
        assertThat(options.seconds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "--rounds", "--rounds 0", "--suites other", "--nonsense 1", "--schemes md5", "--many x"
            })
    void what_it_does_not_know_is_an_error(String words) {
        assertThatThrownBy(() -> Options.parse(words.split(" ", -1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_soak_has_options_of_its_own_beside_the_common_ones() {
        SoakOptions options = SoakOptions.parse("--minutes", "3", "--pin", "true", "--rate", "100");

        assertThat(options.length()).hasMinutes(3);
        assertThat(options.samples()).isEqualTo(18);
        assertThat(options.perSecond()).isEqualTo(100);
        assertThat(options.common().pinned()).isTrue();
        assertThatThrownBy(() -> SoakOptions.parse("--help")).hasMessage("usage:");
    }

    private static Suite suite(String... words) {
        return Options.parse(words).suites().get(0);
    }
}
