package io.github.webhooksemitter.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class DurationsTest {
    @Property
    void reads_plain_milliseconds(@ForAll @LongRange(max = 31_536_000_000L) long millis) {
        assertThat(Durations.parse(" " + millis + " ")).contains(Duration.ofMillis(millis));
        assertThat(Durations.parse(millis + "ms")).contains(Duration.ofMillis(millis));
    }

    @Property
    void reads_units_from_the_largest_to_the_smallest(
            @ForAll @IntRange(max = 400) int days,
            @ForAll @IntRange(max = 100) int hours,
            @ForAll @IntRange(max = 100) int minutes,
            @ForAll @IntRange(max = 100) int seconds,
            @ForAll @IntRange(max = 5000) int millis) {
        String text = unit(days, "d") + unit(hours, "h") + unit(minutes, "m") + unit(seconds, "s") + unit(millis, "ms");
        Duration sum = Duration.ofDays(days)
                .plusHours(hours)
                .plusMinutes(minutes)
                .plusSeconds(seconds)
                .plusMillis(millis);

        assertThat(Durations.parse(text.isEmpty() ? "0" : text)).contains(sum);
    }

    private static String unit(int value, String unit) {
        return value == 0 ? "" : value + unit;
    }

    @Property
    void reads_what_a_duration_prints(@ForAll @LongRange(max = 31_536_000_000_000_000L) long nanos) {
        Duration duration = Duration.ofNanos(nanos);

        assertThat(Durations.parse(duration.toString())).contains(duration);
        assertThat(Durations.parse(duration.toString().toLowerCase(Locale.ROOT)))
                .contains(duration);
    }

    @Property
    void takes_nothing_negative(@ForAll @LongRange(min = 1, max = 1_000_000) long millis) {
        assertThat(Durations.parse("-" + millis)).isEmpty();
        assertThat(Durations.parse("-" + millis + "ms")).isEmpty();
        assertThat(Durations.parse(Duration.ofMillis(-millis).toString())).isEmpty();
        assertThat(Durations.parse("-" + Duration.ofMillis(millis))).isEmpty();
    }

    @Property
    void takes_nothing_else_and_never_throws(@ForAll("texts") String text) {
        boolean hasTheForm = text.strip().matches("\\d+|(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?");

        assertThat(Durations.parse(text).filter(duration -> duration.isNegative() || !hasTheForm))
                .isEmpty();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789dhms. -+e").ofMaxLength(24),
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of("", "abc", "5", "5 s", "1s1h", "s", "1.5s", "5S", "٣s", "99999999999999999999"));
    }

    @Example
    void an_option_takes_no_more_than_a_year() {
        assertThat(EmitterOption.BACKOFF_DELAY.parse("365d")).isEqualTo(Duration.ofDays(365));
        assertThatThrownBy(() -> EmitterOption.BACKOFF_DELAY.parse("366d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backoffDelay")
                .hasMessageContaining("365d");
        assertThatThrownBy(() -> EmitterOption.duration("enqueueTimeout", "PT9223372036854775807S"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("enqueueTimeout")
                .hasMessageContaining("365d");
    }
}
