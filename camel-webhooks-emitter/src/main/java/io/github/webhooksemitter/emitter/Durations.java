package io.github.webhooksemitter.emitter;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/**
 * Durations as Camel's users write them: {@code 5s}, {@code 1h30m}, {@code 500ms}, plain milliseconds, or ISO-8601.
 *
 * <p>Camel's own parser does the arithmetic, behind a check of the form: by itself it reads {@code abc} as zero.
 */
final class Durations {
    private static final Pattern CAMEL_FORM =
            Pattern.compile("\\d{1,15}|(?=\\d)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,15}ms)?");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        String value = text.strip();
        if (CAMEL_FORM.matcher(value).matches()) {
            return Optional.of(Duration.ofMillis(TimeUtils.toMilliSeconds(value)));
        }
        try {
            return Optional.of(Duration.parse(value)).filter(duration -> !duration.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
