package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static final List<DateTimeFormatter> FORMS = Stream.of(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy")
            .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC))
            .toList();

    @Property
    void seconds_are_seconds(@ForAll @LongRange(min = 0, max = 100_000_000) long seconds) {
        assertThat(asked(Long.toString(seconds))).contains(Duration.ofSeconds(seconds));
    }

    @Property
    void each_form_of_a_date_is_the_time_until_then(
            @ForAll @LongRange(min = 0, max = 300_000_000) long ahead, @ForAll @IntRange(max = 2) int form) {
        Instant date = NOW.plusSeconds(ahead);

        assertThat(asked(FORMS.get(form).format(date))).contains(Duration.ofSeconds(ahead));
    }

    @Property
    void a_date_in_the_past_asks_for_nothing(
            @ForAll @LongRange(min = 1, max = 1_400_000_000) long ago, @ForAll @IntRange(max = 2) int form) {
        assertThat(asked(FORMS.get(form).format(NOW.minusSeconds(ago)))).isEmpty();
    }

    @Property(tries = 10_000)
    void whatever_comes_is_no_exception_and_no_absurd_wait(@ForAll List<String> values) {
        RetryAfter.wait(values, NOW)
                .ifPresent(wait -> assertThat(wait).isBetween(Duration.ZERO, Duration.of(3650, ChronoUnit.DAYS)));
    }

    @Property
    void digits_without_end_are_a_long_time(@ForAll @IntRange(min = 10, max = 64) int length) {
        assertThat(asked("9".repeat(length)))
                .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(1000)));
    }

    @Example
    void what_is_neither_seconds_nor_a_date_is_ignored() {
        for (String value : List.of(
                "",
                " ",
                "soon",
                "-5",
                "+5",
                "1.5",
                "1e3",
                "5s",
                "0x10",
                "٣",
                "2026-11-24T13:00:00Z",
                "Tue, 24 Nov 2026 13:00:00 PST",
                "Tue, 99 Nov 2026 13:00:00 GMT",
                "9".repeat(1000))) {
            assertThat(asked(value)).as(value).isEmpty();
        }
    }

    @Example
    void the_longest_of_several_counts() {
        assertThat(RetryAfter.wait(List.of("5", "soon", "120", "-1"), NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.wait(List.of(), NOW)).isEmpty();
    }

    @Example
    void blanks_around_and_other_cases_do_no_harm() {
        assertThat(asked(" 7 ")).contains(Duration.ofSeconds(7));
        assertThat(asked("tue, 24 nov 2026 12:01:00 gmt")).contains(Duration.ofMinutes(1));
    }

    /** RFC 9110, 5.6.7: a two-digit year that seems to be more than 50 years ahead is a past one. */
    @Example
    void two_digits_of_a_year_are_the_nearest_fitting_one() {
        assertThat(asked("Sunday, 06-Nov-94 08:49:37 GMT")).isEmpty();
        assertThat(asked("Thursday, 26-Nov-26 12:00:00 GMT")).contains(Duration.ofDays(2));
    }

    private static Optional<Duration> asked(String value) {
        return RetryAfter.wait(List.of(value), NOW);
    }
}
