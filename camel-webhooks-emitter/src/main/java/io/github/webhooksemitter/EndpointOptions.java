package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.Outcome;
import io.github.webhooksemitter.delivery.Queued;
import io.github.webhooksemitter.delivery.WhenFull;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EventName;
import io.github.webhooksemitter.emitter.Visible;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads the query of an endpoint URI. Camel's own binding would quote values and the whole URI in its errors, and
 * resolve {@code #bean:} in values that are only text.
 */
final class EndpointOptions {
    private static final Set<String> NAMES = Set.of(
            "event", "whenFull", "enqueueTimeout", "waitForDelivery", "waitTimeout", "operation", "queued", "outcomes");

    /** What every endpoint of Camel has: its to check. */
    private static final Set<String> CAMELS =
            Set.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    private static final Set<String> LISTS = Set.of(EmitterOption.EVENTS.name(), EmitterOption.FINAL_STATUSES.name());

    private EndpointOptions() {}

    /** Takes out what Camel reads itself. */
    static Map<String, Object> takeCamels(Map<String, Object> query) {
        Map<String, Object> camels = new TreeMap<>(query);
        camels.keySet().retainAll(CAMELS);
        query.keySet().removeAll(CAMELS);
        return camels;
    }

    /**
     * Checks the options of a URI.
     *
     * @return them as values of the right types, by name; the prefixed ones as maps
     * @throws IllegalArgumentException if one is unknown or not valid; the message names it and the cure
     */
    static Map<String, Object> read(Map<String, Object> query) {
        Map<String, Object> emitter = new TreeMap<>(query);
        emitter.keySet().removeAll(NAMES);
        emitter.keySet().forEach(name -> checkKnown(name, query));
        query.forEach(EndpointOptions::checkSingle);
        EmitterConfig config = EmitterConfig.of(emitter);
        Map<String, Object> options = new TreeMap<>();
        EmitterOption.all()
                .forEach(option -> config.given(option).ifPresent(value -> options.put(option.name(), value)));
        // The endpoint's own is text.
        config.url().ifPresent(url -> options.put(EmitterOption.URL.name(), url));
        for (String prefix : Set.of(EmitterConfig.HEADER, EmitterConfig.SECRET_HEADER, EmitterConfig.HTTP)) {
            Map<String, Object> below = config.below(prefix);
            if (!below.isEmpty()) {
                options.put(prefix.substring(0, prefix.length() - 1), below);
            }
        }
        query.forEach((name, value) -> {
            if (NAMES.contains(name)) {
                options.put(name, parse(name, value));
            }
        });
        return options;
    }

    /** The usual reason for an option that does not exist is a url with a query of its own. */
    private static void checkKnown(String name, Map<String, Object> query) {
        if (!EmitterConfig.isOption(name)) {
            // Without a value it may be the end of a secret with an '&', which is not to be shown.
            String shown = "".equals(query.get(name)) ? "without a value" : "'" + Visible.text(name) + "'";
            throw new IllegalArgumentException("Unknown option " + shown
                    + ": check its spelling; if it belongs to the url or the secret, wrap that as url=RAW(…).");
        }
    }

    private static void checkSingle(String name, Object value) {
        if (value instanceof Collection && !LISTS.contains(name)) {
            throw new IllegalArgumentException("Option " + name + " is given twice: keep one of them.");
        }
    }

    private static Object parse(String name, Object value) {
        String text = String.valueOf(value);
        return switch (name) {
            case "event" -> EventName.check(text, "the option event");
            case "whenFull" -> whenFull(text).toString();
            case "queued" -> queued(text).toString();
            case "outcomes" -> {
                outcomes(text);
                yield text;
            }
            case "operation" ->
                Operation.named(text)
                        .orElseThrow(() -> refused(name, Operation.names(), text))
                        .toString();
            case "waitForDelivery" -> EmitterOption.flag(name, value);
            default -> EmitterOption.duration(name, value);
        };
    }

    static Set<Outcome> outcomes(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(name -> Outcome.named(name.strip())
                        .orElseThrow(() -> refused("outcomes", "some of delivered,retry,dead", text)))
                .collect(Collectors.toUnmodifiableSet());
    }

    static WhenFull whenFull(String text) {
        return WhenFull.named(text).orElseThrow(() -> refused("whenFull", "block, fail or deadLetter", text));
    }

    static Queued queued(String text) {
        return Queued.named(text).orElseThrow(() -> refused("queued", "keep or deadLetter", text));
    }

    static IllegalArgumentException refused(String option, String wanted, String value) {
        return new IllegalArgumentException(
                "Option " + option + " must be " + wanted + ", not '" + Visible.text(value) + "'.");
    }
}
