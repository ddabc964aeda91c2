package io.github.webhooksemitter.emitter;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The options given for an emitter: immutable, each checked when it was given. What is not given is left to the
 * component's options and then to the defaults.
 *
 * <p>Thread safe. Neither {@link #toString()} nor any message holds a secret, a header value or the path of the url.
 */
public final class EmitterConfig {
    /** Prefix of extra request headers. */
    public static final String HEADER = "header.";
    /** Prefix of extra request headers whose value is never printed. */
    public static final String SECRET_HEADER = "secretHeader.";
    /** Prefix of options for camel-http. */
    public static final String HTTP = "http.";

    private static final EmitterConfig EMPTY = new EmitterConfig(new TreeMap<>());

    private final SortedMap<String, Object> given;

    private EmitterConfig(SortedMap<String, Object> given) {
        this.given = Collections.unmodifiableSortedMap(given);
    }

    /** A configuration in which nothing is given. */
    public static EmitterConfig empty() {
        return EMPTY;
    }

    /**
     * Reads options by name, as an endpoint or a JSON object has them; null values are left out.
     *
     * @throws IllegalArgumentException if a name or a value is not valid
     */
    public static EmitterConfig of(Map<String, ? extends @Nullable Object> options) {
        return EMPTY.with(options);
    }

    /** Starts a configuration in Java; an option set to a value that is not valid fails at once. */
    public static Builder builder() {
        return new Builder();
    }

    /** Tells whether an emitter has an option of this name, prefixed ones included. */
    public static boolean isOption(String name) {
        return EmitterOption.named(name).isPresent() || prefixOf(name) != null;
    }

    /**
     * This configuration with some options changed; a null value gives the option back to its default.
     *
     * @throws IllegalArgumentException if a name or a value is not valid: then nothing is changed
     */
    public EmitterConfig with(Map<String, ? extends @Nullable Object> changes) {
        SortedMap<String, Object> changed = new TreeMap<>(given);
        flat(changes, (name, value) -> {
            if (value == null) {
                if (!isOption(name)) {
                    throw unknown(name);
                }
                changed.remove(name);
            } else {
                changed.put(name, parse(name, value));
            }
        });
        return new EmitterConfig(changed);
    }

    /** This configuration, with the other's options where it gives none itself. */
    public EmitterConfig over(EmitterConfig defaults) {
        if (defaults.isEmpty()) {
            return this;
        }
        SortedMap<String, Object> merged = new TreeMap<>(defaults.given);
        merged.putAll(given);
        return new EmitterConfig(merged);
    }

    /** The given value of an option. */
    public <T> Optional<T> given(EmitterOption<T> option) {
        return Optional.ofNullable(option.type().cast(given.get(option.name())));
    }

    /** The given value of an option, or its default; null where it has none. */
    public <T> @Nullable T value(EmitterOption<T> option) {
        Object value = given.get(option.name());
        return value == null ? option.defaultValue() : option.type().cast(value);
    }

    /** The given url, as requests spell it; its path may hold a token. */
    public Optional<String> url() {
        return given(EmitterOption.URL).map(target -> target.uri().toString());
    }

    /** Tells whether nothing is given. */
    public boolean isEmpty() {
        return given.isEmpty();
    }

    /** The given options below a prefix, by what follows it: {@code header.X-A} as {@code X-A}. */
    public Map<String, Object> below(String prefix) {
        Map<String, Object> below = new TreeMap<>();
        given.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), value);
            }
        });
        return below;
    }

    /** The first option, in the order of names, whose effective value differs from the other configuration's. */
    public Optional<String> firstDifference(EmitterConfig other) {
        TreeSet<String> names = new TreeSet<>(given.keySet());
        names.addAll(other.given.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(effective(name), other.effective(name)))
                .findFirst();
    }

    private @Nullable Object effective(String name) {
        Object value = given.get(name);
        return value != null
                ? value
                : EmitterOption.named(name).map(EmitterOption::defaultValue).orElse(null);
    }

    /** The names of what is given; never a value. */
    @Override
    public String toString() {
        return "EmitterConfig" + given.keySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EmitterConfig that && given.equals(that.given);
    }

    @Override
    public int hashCode() {
        return given.hashCode();
    }

    /** Takes nested objects apart, so that JSON may say {@code {"header": {"X-A": "1"}}} for {@code header.X-A}. */
    private static void flat(
            Map<String, ? extends @Nullable Object> options, BiConsumer<String, @Nullable Object> each) {
        options.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested && prefixOf(name + ".") != null) {
                nested.forEach((inner, innerValue) -> each.accept(name + "." + inner, innerValue));
            } else {
                each.accept(name, value);
            }
        });
    }

    private static Object parse(String name, Object value) {
        Optional<EmitterOption<?>> option = EmitterOption.named(name);
        if (option.isPresent()) {
            return option.get().parse(value);
        }
        String prefix = prefixOf(name);
        if (prefix == null) {
            throw unknown(name);
        } else if (prefix.equals(HTTP)) {
            return value;
        }
        String text = Values.convert(value, String.class)
                .orElseThrow(() -> new IllegalArgumentException("Option " + Visible.text(name) + " must be text."));
        HeaderRules.check(name, name.substring(prefix.length()), text, prefix.equals(SECRET_HEADER));
        return text;
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "Unknown option '" + Visible.text(name) + "': use one of " + EmitterOption.names() + ".");
    }

    private static @Nullable String prefixOf(String name) {
        for (String prefix : new String[] {HEADER, SECRET_HEADER, HTTP}) {
            if (name.startsWith(prefix)) {
                return prefix;
            }
        }
        return null;
    }

    /** Collects options in Java. Not thread safe; a value that is not valid throws {@link IllegalArgumentException} at once. */
    public static final class Builder {
        private EmitterConfig config = EMPTY;

        private Builder() {}

        /** The receiver: an http or https url. */
        public Builder url(String url) {
            return set(EmitterOption.URL.name(), url);
        }

        /** Patterns that attach the emitter to fan-out. */
        public Builder events(String... patterns) {
            return set(EmitterOption.EVENTS, String.join(",", patterns));
        }

        /** The signing secret. */
        public Builder secret(String secret) {
            return set(EmitterOption.SECRET, secret);
        }

        /** Attempts in all. */
        public Builder maxAttempts(int attempts) {
            return set(EmitterOption.MAX_ATTEMPTS, attempts);
        }

        /** The hard deadline of an attempt. */
        public Builder requestTimeout(Duration timeout) {
            return set(EmitterOption.REQUEST_TIMEOUT, timeout);
        }

        /** Deliveries at a time; 1 keeps them in order. */
        public Builder concurrency(int deliveries) {
            return set(EmitterOption.CONCURRENCY, deliveries);
        }

        /** The Camel endpoint URI that gets deliveries given up. */
        public Builder deadLetter(String uri) {
            return set(EmitterOption.DEAD_LETTER, uri);
        }

        /** An extra request header. */
        public Builder header(String name, String value) {
            return set(HEADER + name, value);
        }

        /** An extra request header whose value is never printed. */
        public Builder secretHeader(String name, String value) {
            return set(SECRET_HEADER + name, value);
        }

        /** Any option of the table. */
        public <T> Builder set(EmitterOption<T> option, T value) {
            return set(option.name(), value);
        }

        /** Any option by its name, {@code header.NAME}, {@code secretHeader.NAME} and {@code http.NAME} included. */
        public Builder set(String name, @Nullable Object value) {
            config = config.with(Collections.singletonMap(name, value));
            return this;
        }

        /** The configuration as it is now. */
        public EmitterConfig build() {
            return config;
        }
    }
}
