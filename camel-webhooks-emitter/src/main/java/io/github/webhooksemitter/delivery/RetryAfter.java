package io.github.webhooksemitter.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long a receiver asks to wait in its {@code Retry-After} header: seconds, or a date in one of the three forms of
 * HTTP (RFC 9110, sections 5.6.7 and 10.2.3). What is neither is as if it were not there.
 */
final class RetryAfter {
    /** Longer than any sensible wait; what asks for more is cut to it, so that nobody's arithmetic overflows. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final Pattern SECONDS = Pattern.compile("\\d+");
    private static final int MOST_DIGITS = 9;
    private static final int LONGEST_VALUE = 64;

    private static final DateTimeFormatter ASCTIME = formatter()
            .appendPattern("EEE MMM ppd HH:mm:ss yyyy")
            .toFormatter(Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private RetryAfter() {}

    /**
     * The wait that is asked for, from now on; empty: none is.
     *
     * @param values all values of the header; of several the longest counts
     */
    static Optional<Duration> wait(List<String> values, Instant now) {
        return values.isEmpty()
                ? Optional.empty()
                : values.stream()
                        .filter(value -> value.length() <= LONGEST_VALUE)
                        .flatMap(value -> parse(value.strip(), now).stream())
                        .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(
                    value.length() > MOST_DIGITS ? LONGEST : shortened(Duration.ofSeconds(Long.parseLong(value))));
        }
        return Stream.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)
                .flatMap(form -> date(form, value).stream())
                .findFirst()
                .map(date -> shortened(Duration.between(now, date)))
                .filter(wait -> !wait.isNegative());
    }

    private static Duration shortened(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static Optional<Instant> date(DateTimeFormatter form, String value) {
        try {
            return Optional.of(Instant.from(form.parse(value)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Two digits of a year that seems to be more than 50 years ahead mean the past one. */
    private static DateTimeFormatter rfc850(Instant now) {
        return formatter()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR,
                        2,
                        2,
                        now.atZone(ZoneOffset.UTC).toLocalDate().minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    private static DateTimeFormatterBuilder formatter() {
        return new DateTimeFormatterBuilder().parseCaseInsensitive();
    }
}
