package io.github.webhooksemitter.emitter;

import io.github.webhooksemitter.transport.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** What users give (text of a URI, JSON values, Java values) as the types of options. */
final class Values {
    private Values() {}

    static <T> Optional<T> convert(Object given, Class<T> type) {
        return parse(given, type).map(type::cast);
    }

    private static Optional<?> parse(Object given, Class<?> type) {
        if (type == Target.class) {
            // Read again what is one already: anybody can make one whose parts do not go together.
            Object url = given instanceof Target target ? target.uri().toString() : given;
            return convert(url, String.class).map(Target::parse);
        } else if (type.isInstance(given)) {
            return Optional.of(given);
        } else if (type == String.class) {
            return isScalarOrList(given) ? Optional.of(text(given)) : Optional.empty();
        }
        String text = text(given).strip();
        if (type == Boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
        } else if (type == Duration.class) {
            return Durations.parse(text);
        }
        try {
            return Optional.of(type == Integer.class ? (Number) Integer.valueOf(text) : (Number) Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isScalarOrList(Object given) {
        return given instanceof CharSequence
                || given instanceof Number
                || given instanceof Boolean
                || given instanceof Duration
                || given instanceof Collection<?> list
                        && list.stream().allMatch(item -> item instanceof CharSequence || item instanceof Number);
    }

    /** The text of a value; a list's elements become one comma-separated text, as options write lists. */
    static String text(Object given) {
        return given instanceof Collection<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(given);
    }

    static String wanted(Class<?> type) {
        if (type == Boolean.class) {
            return "true or false";
        } else if (type == Duration.class) {
            return "a duration of at most 365d that is not negative, such as 500ms, 5s, 1h30m or a number of milliseconds";
        } else if (type == String.class || type == Target.class) {
            return "text";
        }
        return type == Integer.class ? "a whole number" : "a number";
    }
}
