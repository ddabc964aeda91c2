package io.github.webhooksemitter.emitter;

import io.github.webhooksemitter.transport.NetworkPolicy;
import io.github.webhooksemitter.transport.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One option of an emitter: its name, type, default, and what a value must be. The only table of them: the endpoint,
 * the JSON of {@code operation=attach} and the Java builder all read their values through it.
 *
 * @param <T> the type of a checked value
 */
public final class EmitterOption<T> {
    private static final Map<String, EmitterOption<?>> TABLE = new LinkedHashMap<>();
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?");
    private static final Pattern KEY_NAME = Pattern.compile("[ !#-\\[\\]-~]{1,256}");
    private static final Set<String> LISTS = Set.of(
            "events",
            "retrySchedule",
            "finalStatuses",
            "previousSecrets",
            "signature",
            "allowedNetworks",
            "allowedPorts");
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    /** The value of {@link #QUEUE} for a queue in memory. */
    public static final String SEDA = "seda";

    /** Where deliveries go: an http or https url. */
    public static final EmitterOption<Target> URL =
            listed(new EmitterOption<>("url", Target.class, null, true, target -> {}));
    /** Patterns that attach the emitter to fan-out, comma separated. */
    public static final EmitterOption<String> EVENTS = text("events", null, EventPattern::parseAll);
    /** The signing secret; none: unsigned. */
    public static final EmitterOption<String> SECRET = secretText("secret", EmitterOption::filled);
    /** Secrets that receivers may still know, newest first, comma separated. */
    public static final EmitterOption<String> PREVIOUS_SECRETS = secretText(
            "previousSecrets",
            value -> require(
                    isList(value, 10), "1 to 10 secrets, newest first, with commas between them and none empty"));
    /** The Ed25519 key, or {@code #bean:name}. */
    public static final EmitterOption<String> PRIVATE_KEY = secretText("privateKey", EmitterOption::filled);
    /** The name of the key, for schemes that send one. */
    public static final EmitterOption<String> KEY_ID = text(
            "keyId",
            null,
            value -> require(
                    KEY_NAME.matcher(value).matches(),
                    "1 to 256 visible ASCII characters or blanks, without \" and \\"));
    /** How requests are signed: names of schemes, comma separated; each may be {@code #bean:name}. */
    public static final EmitterOption<String> SIGNATURE = text(
            "signature",
            "webhooks-emitter",
            value -> require(
                    isList(value, 16), "the name of a scheme or #bean:name, or several with commas between them"));
    /** The {@code {Id}} of {@code X-{Id}-Event}. */
    public static final EmitterOption<String> HEADER_IDENTIFIER = text(
            "headerIdentifier",
            "Webhooks",
            value -> require(
                    IDENTIFIER.matcher(value).matches(), "1 to 64 letters, digits or inner '-', as in Webhooks"));
    /** The User-Agent header. */
    public static final EmitterOption<String> USER_AGENT = text(
            "userAgent",
            Version.userAgent(),
            value -> require(
                    PRINTABLE.matcher(value).matches(), "visible ASCII characters, with blanks only between them"));
    /** Whether trace headers go to the receiver. */
    public static final EmitterOption<Boolean> PROPAGATE_TRACE =
            listed(new EmitterOption<>("propagateTrace", Boolean.class, false, false, value -> {}));
    /** What payloads are wrapped in when they are accepted. */
    public static final EmitterOption<String> ENVELOPE = text(
            "envelope",
            Envelope.NONE.toString(),
            value -> require(Envelope.named(value).isPresent(), "one of " + Envelope.names()));
    /** Attempts in all, not retries. */
    public static final EmitterOption<Integer> MAX_ATTEMPTS = count("maxAttempts", 12, 1, 1_000_000);
    /** The wait before the second attempt. */
    public static final EmitterOption<Duration> BACKOFF_DELAY = duration("backoffDelay", Duration.ofSeconds(1));
    /** What each wait is multiplied with for the next one. */
    public static final EmitterOption<Double> BACKOFF_MULTIPLIER = listed(new EmitterOption<>(
            "backoffMultiplier",
            Double.class,
            2.0,
            false,
            value -> require(value >= 1 && value <= 1000, "from 1 to 1000")));
    /** The longest wait before jitter. */
    public static final EmitterOption<Duration> BACKOFF_MAX_DELAY = duration("backoffMaxDelay", Duration.ofMinutes(10));
    /** The share by which a wait is made shorter or longer at random. */
    public static final EmitterOption<Double> BACKOFF_JITTER = listed(new EmitterOption<>(
            "backoffJitter", Double.class, 0.2, false, value -> require(value >= 0 && value <= 1, "from 0 to 1")));
    /** Explicit waits, comma separated; wins over the backoff options and {@code maxAttempts}. */
    public static final EmitterOption<String> RETRY_SCHEDULE = text("retrySchedule", null, RetrySchedule::parse);
    /** The longest wait that a receiver's {@code Retry-After} can ask for. */
    public static final EmitterOption<Duration> MAX_RETRY_AFTER = duration("maxRetryAfter", Duration.ofHours(1));
    /** Statuses after which no further attempt is made, comma separated. */
    public static final EmitterOption<String> FINAL_STATUSES = text("finalStatuses", null, FinalStatuses::parse);
    /** The age at which a delivery is given up instead of sent. */
    public static final EmitterOption<Duration> EXPIRE_AFTER =
            listed(new EmitterOption<>("expireAfter", Duration.class, null, false, EmitterOption::positiveUpToAYear));
    /** Deliveries given up in a row after which the emitter pauses itself. */
    public static final EmitterOption<Integer> PAUSE_AFTER_FAILURES = listed(new EmitterOption<>(
            "pauseAfterFailures", Integer.class, null, false, value -> require(value >= 1, "a whole number above 0")));
    /** The time after which an emitter that paused itself makes one attempt. */
    public static final EmitterOption<Duration> PROBE_AFTER =
            listed(new EmitterOption<>("probeAfter", Duration.class, null, false, EmitterOption::positiveUpToAYear));
    /** The bound of a connect. */
    public static final EmitterOption<Duration> CONNECT_TIMEOUT = timeout("connectTimeout", Duration.ofSeconds(5));
    /** The hard deadline of an attempt. */
    public static final EmitterOption<Duration> REQUEST_TIMEOUT = timeout("requestTimeout", Duration.ofSeconds(15));
    /** Deliveries of an emitter at a time. */
    public static final EmitterOption<Integer> CONCURRENCY = count("concurrency", 1, 1, 10_000);
    /** The bound of the queue, in deliveries. */
    public static final EmitterOption<Integer> QUEUE_SIZE = count("queueSize", 1000, 1, Integer.MAX_VALUE);
    /** The largest payload, in bytes. */
    public static final EmitterOption<Integer> MAX_PAYLOAD_SIZE = count("maxPayloadSize", 1_048_576, 1, 1 << 30);
    /** Where deliveries given up go: a Camel endpoint URI. */
    public static final EmitterOption<String> DEAD_LETTER = secretText("deadLetter", EmitterOption::filled);

    /** Where accepted deliveries wait: in memory, or behind a Camel endpoint URI with {@code {emitterId}} in it. */
    public static final EmitterOption<String> QUEUE = listed(new EmitterOption<>(
            "queue",
            String.class,
            SEDA,
            true,
            value -> require(
                    value.equals(SEDA) || value.contains("{emitterId}"),
                    "seda, or the URI of a queue with {emitterId} in its destination, such as"
                            + " sjms2:queue:webhooks.{emitterId}")));

    /** The networks that deliveries may go to: tokens and CIDRs, comma separated. */
    public static final EmitterOption<String> ALLOWED_NETWORKS =
            text("allowedNetworks", "public", NetworkPolicy::checkNetworks);
    /** The ports of receivers, comma separated. */
    public static final EmitterOption<String> ALLOWED_PORTS =
            text("allowedPorts", "80,443,1024-65535", NetworkPolicy::checkPorts);

    private final String name;
    private final Class<T> type;
    private final @Nullable T defaultValue;
    private final boolean secret;
    private final Consumer<T> check;

    private EmitterOption(String name, Class<T> type, @Nullable T defaultValue, boolean secret, Consumer<T> check) {
        this.name = name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.secret = secret;
        this.check = check;
    }

    private static <T> EmitterOption<T> listed(EmitterOption<T> option) {
        TABLE.put(option.name, option);
        return option;
    }

    /** The options in the order of the documentation. */
    public static Collection<EmitterOption<?>> all() {
        return Collections.unmodifiableCollection(TABLE.values());
    }

    /** The option of that name, if there is one. */
    public static Optional<EmitterOption<?>> named(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    /** The name as users write it. */
    public String name() {
        return name;
    }

    /** The type of a checked value. */
    public Class<T> type() {
        return type;
    }

    /** The value where none is given; null: none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** Whether the value is never printed. */
    public boolean isSecret() {
        return secret;
    }

    /**
     * Makes a checked value of what the user gave: text, a number, a boolean, a duration, or a list of texts.
     *
     * @throws IllegalArgumentException if it is not a value of this option: one sentence that names the option and the
     *     cure, without the value where that is secret
     */
    public T parse(Object given) {
        if (given instanceof Collection<?> parts) {
            if (!LISTS.contains(name)) {
                throw refused(given, "one value, not a list");
            } else if (this == PREVIOUS_SECRETS
                    && parts.stream().anyMatch(part -> String.valueOf(part).contains(","))) {
                throw refused(given, "a list of secrets without a comma in them");
            }
        }
        T value = Values.convert(given, type).orElseThrow(() -> refused(given, Values.wanted(type)));
        try {
            check.accept(value);
        } catch (Wanted e) {
            throw refused(given, e.wanted);
        }
        return value;
    }

    /** Reads a duration of an option that is none of an emitter's. */
    public static Duration duration(String name, Object given) {
        return new EmitterOption<>(name, Duration.class, null, false, EmitterOption::upToAYear).parse(given);
    }

    /** Reads an age as {@link #EXPIRE_AFTER} takes it, from a message header. */
    public static Duration headerAge(String header, Object given) {
        return new EmitterOption<>("(header) " + header, Duration.class, null, false, EmitterOption::positiveUpToAYear)
                .parse(given);
    }

    /** Reads a boolean of an option that is none of an emitter's. */
    public static boolean flag(String name, Object given) {
        return new EmitterOption<>(name, Boolean.class, null, false, value -> {}).parse(given);
    }

    private IllegalArgumentException refused(Object given, String wanted) {
        String shown = secret || given instanceof Collection ? "" : ", not '" + Visible.text(Values.text(given)) + "'";
        return new IllegalArgumentException("Option " + name + " must be " + wanted + shown + ".");
    }

    @Override
    public String toString() {
        return name;
    }

    private static EmitterOption<String> text(String name, @Nullable String defaultValue, Consumer<String> check) {
        return listed(new EmitterOption<>(name, String.class, defaultValue, false, check));
    }

    private static EmitterOption<String> secretText(String name, Consumer<String> check) {
        return listed(new EmitterOption<>(name, String.class, null, true, check));
    }

    private static EmitterOption<Integer> count(String name, int defaultValue, int least, int most) {
        return listed(new EmitterOption<>(
                name,
                Integer.class,
                defaultValue,
                false,
                value -> require(value >= least && value <= most, "a whole number from " + least + " to " + most)));
    }

    private static EmitterOption<Duration> duration(String name, Duration defaultValue) {
        return listed(new EmitterOption<>(name, Duration.class, defaultValue, false, EmitterOption::upToAYear));
    }

    private static void upToAYear(Duration value) {
        require(!value.isNegative() && value.compareTo(Duration.ofDays(365)) <= 0, Values.wanted(Duration.class));
    }

    private static void positiveUpToAYear(Duration value) {
        require(
                value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(Duration.ofDays(365)) <= 0,
                "a duration from 1ms to 365d, such as 30s or 2h");
    }

    private static EmitterOption<Duration> timeout(String name, Duration defaultValue) {
        return listed(new EmitterOption<>(
                name,
                Duration.class,
                defaultValue,
                false,
                value -> require(
                        value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(Duration.ofDays(1)) <= 0,
                        "a duration from 1ms to 1d, such as 5s")));
    }

    private static void filled(String value) {
        require(!value.isBlank(), "filled where it is given; leave the option out to go without it");
    }

    private static boolean isList(String value, int most) {
        List<String> parts = TextList.of(value);
        return parts.size() <= most && parts.stream().noneMatch(String::isEmpty);
    }

    private static void require(boolean holds, String wanted) {
        if (!holds) {
            throw new Wanted(wanted);
        }
    }

    /** What a value should have been: caught at once and made into the sentence that the user sees. */
    private static final class Wanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String wanted;

        Wanted(String wanted) {
            super(wanted, null, false, false);
            this.wanted = wanted;
        }
    }

    /** The names of all options, for the message about one that does not exist. */
    static String names() {
        return TABLE.keySet().stream().sorted().collect(Collectors.joining(", "))
                + ", header.NAME, secretHeader.NAME, http.NAME";
    }
}
