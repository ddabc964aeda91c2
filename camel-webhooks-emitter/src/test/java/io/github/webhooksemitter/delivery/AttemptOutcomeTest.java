package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.emitter.FinalStatuses;
import io.github.webhooksemitter.transport.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every status there is, and none. */
class AttemptOutcomeTest {
    @Test
    void without_final_statuses_only_2xx_and_410_end_a_delivery() {
        FinalStatuses none = of(Map.of("url", "http://a.example"));

        assertOutcomes(none, status -> false);
    }

    @Test
    void a_class_leaves_out_what_is_known_to_pass() {
        assertOutcomes(
                finals("4xx"),
                status -> status / 100 == 4 && !Set.of(408, 425, 429).contains(status));
        assertOutcomes(finals("3xx, 5xx"), status -> status / 100 == 3 || status / 100 == 5);
    }

    @Test
    void a_status_named_is_final_whatever_it_is() {
        assertOutcomes(finals("429,503,410"), status -> status == 429 || status == 503);
    }

    @Test
    void without_a_status_every_failure_is_tried_again_but_a_blocked_address() {
        for (Failure failure : Failure.values()) {
            assertThat(AttemptOutcome.of(0, Optional.of(failure), finals("4xx")))
                    .isEqualTo(failure == Failure.BLOCKED ? AttemptOutcome.REFUSED : AttemptOutcome.RETRY);
        }
    }

    private static void assertOutcomes(FinalStatuses finals, IntPredicate refused) {
        IntStream.range(0, 1000).forEach(status -> {
            AttemptOutcome expected;
            if (status / 100 == 2) {
                expected = AttemptOutcome.DELIVERED;
            } else if (status == 410) {
                expected = AttemptOutcome.GONE;
            } else {
                expected = refused.test(status) ? AttemptOutcome.REFUSED : AttemptOutcome.RETRY;
            }
            assertThat(AttemptOutcome.of(status, Optional.empty(), finals))
                    .as("status %d", status)
                    .isEqualTo(expected);
        });
    }

    private static FinalStatuses finals(String list) {
        return of(Map.of("url", "http://a.example", "finalStatuses", list));
    }

    private static FinalStatuses of(Map<String, String> options) {
        return EmitterSettings.of("a", EmitterConfig.of(options)).finalStatuses();
    }
}
