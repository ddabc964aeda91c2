package io.github.webhooksemitter.emitter;

import io.github.webhooksemitter.transport.NetworkPolicy;
import io.github.webhooksemitter.transport.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of an emitter: every option resolved and ready for use. Immutable.
 *
 * @param target where deliveries go
 * @param events what attaches the emitter to fan-out; empty: nothing does
 * @param secret the signing secret; null: unsigned
 * @param previousSecrets secrets that receivers may still know, newest first
 * @param privateKey the Ed25519 key as text, or {@code #bean:name}; null: none
 * @param keyId the name of the key, for schemes that send one; null: none
 * @param signature scheme names, each may be {@code #bean:name}
 * @param headerIdentifier the {@code {Id}} of {@code X-{Id}-Event}
 * @param headers User-Agent and the configured headers, in the order in which they are sent
 * @param propagateTrace whether trace headers go to the receiver
 * @param envelope what payloads are wrapped in when they are accepted
 * @param retry when to attempt again
 * @param finalStatuses statuses that end a delivery
 * @param expireAfter age at which a delivery is given up instead of sent; empty: it has no such age
 * @param circuit when the emitter pauses itself
 * @param connectTimeout bound of a connect
 * @param requestTimeout hard deadline of an attempt
 * @param concurrency deliveries at a time
 * @param queue where accepted deliveries wait: {@code seda}, or the URI of a queue
 * @param queueSize bound of the queue in memory, in deliveries
 * @param maxPayloadSize largest payload, in bytes
 * @param deadLetter URI of the endpoint for deliveries given up; null: none
 * @param network where deliveries may go; the target does
 * @param http options for camel-http, without their prefix
 */
public record EmitterSettings(
        Target target,
        List<EventPattern> events,
        @Nullable String secret,
        List<String> previousSecrets,
        @Nullable String privateKey,
        @Nullable String keyId,
        List<String> signature,
        String headerIdentifier,
        List<Header> headers,
        boolean propagateTrace,
        Envelope envelope,
        RetryPolicy retry,
        FinalStatuses finalStatuses,
        Optional<Duration> expireAfter,
        CircuitPolicy circuit,
        Duration connectTimeout,
        Duration requestTimeout,
        int concurrency,
        String queue,
        int queueSize,
        int maxPayloadSize,
        @Nullable String deadLetter,
        NetworkPolicy network,
        Map<String, Object> http) {

    /** What follows {@code x-{id}-} in the headers that every request has. */
    private static final Set<String> OWN_HEADERS = Set.of("event", "delivery", "signature");

    /**
     * Resolves a configuration.
     *
     * @throws IllegalArgumentException if it is not complete or its options do not go together; the message names the
     *     option and the cure
     */
    public static EmitterSettings of(String emitterId, EmitterConfig config) {
        Target target = config.given(EmitterOption.URL)
                .orElseThrow(() -> new IllegalArgumentException("Option url of the emitter " + emitterId
                        + " is missing: give the receiver's address, as in url=https://example.com/hooks."));
        String identifier = get(config, EmitterOption.HEADER_IDENTIFIER);
        NetworkPolicy network =
                NetworkPolicy.of(get(config, EmitterOption.ALLOWED_NETWORKS), get(config, EmitterOption.ALLOWED_PORTS));
        network.check(EmitterOption.URL.name(), target);
        return new EmitterSettings(
                target,
                config.given(EmitterOption.EVENTS).map(EventPattern::parseAll).orElse(List.of()),
                config.value(EmitterOption.SECRET),
                config.given(EmitterOption.PREVIOUS_SECRETS).map(TextList::of).orElse(List.of()),
                config.value(EmitterOption.PRIVATE_KEY),
                config.value(EmitterOption.KEY_ID),
                TextList.of(get(config, EmitterOption.SIGNATURE)),
                identifier,
                headers(config, identifier),
                get(config, EmitterOption.PROPAGATE_TRACE),
                Envelope.named(get(config, EmitterOption.ENVELOPE)).orElseThrow(),
                RetryPolicy.of(config),
                config.given(EmitterOption.FINAL_STATUSES)
                        .map(FinalStatuses::parse)
                        .orElse(FinalStatuses.none()),
                config.given(EmitterOption.EXPIRE_AFTER),
                CircuitPolicy.of(config),
                get(config, EmitterOption.CONNECT_TIMEOUT),
                get(config, EmitterOption.REQUEST_TIMEOUT),
                get(config, EmitterOption.CONCURRENCY),
                get(config, EmitterOption.QUEUE),
                get(config, EmitterOption.QUEUE_SIZE),
                get(config, EmitterOption.MAX_PAYLOAD_SIZE),
                config.value(EmitterOption.DEAD_LETTER),
                network,
                config.below(EmitterConfig.HTTP));
    }

    /** Tells whether an event of this name attaches to the emitter in a fan-out. */
    public boolean takes(String event) {
        return events.stream().anyMatch(pattern -> pattern.matches(event));
    }

    /** Whether accepted deliveries survive a crash of this process. */
    public boolean isPersistent() {
        return !queue.equals(EmitterOption.SEDA);
    }

    /** The dead letter endpoint, if one is set. */
    public Optional<String> deadLetterUri() {
        return Optional.ofNullable(deadLetter);
    }

    /** Host and scheme only: a record's own text would show the secret. */
    @Override
    public String toString() {
        return "EmitterSettings[" + target + "]";
    }

    private static List<Header> headers(EmitterConfig config, String identifier) {
        List<Header> headers = new ArrayList<>();
        headers.add(new BasicHeader("User-Agent", get(config, EmitterOption.USER_AGENT)));
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String prefix : List.of(EmitterConfig.HEADER, EmitterConfig.SECRET_HEADER)) {
            config.below(prefix).forEach((name, value) -> {
                if (isOwn(name, identifier)) {
                    throw new IllegalArgumentException(
                            "Option " + prefix + name + " is refused: webhooks-emitter sends this header itself.");
                }
                if (!names.add(name)) {
                    throw new IllegalArgumentException("Option " + prefix + name
                            + " is given twice: header names differ by more than their case.");
                }
                headers.add(new BasicHeader(name, value, prefix.equals(EmitterConfig.SECRET_HEADER)));
            });
        }
        return List.copyOf(headers);
    }

    private static boolean isOwn(String header, String identifier) {
        String name = header.toLowerCase(Locale.ROOT);
        String own = "x-" + identifier.toLowerCase(Locale.ROOT) + "-";
        return name.startsWith(own) && OWN_HEADERS.contains(name.substring(own.length()));
    }

    private static <T> T get(EmitterConfig config, EmitterOption<T> option) {
        T value = config.value(option);
        if (value == null) {
            throw new IllegalStateException("Option " + option + " has neither a value nor a default.");
        }
        return value;
    }
}
