package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterConfig;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The declarations of emitters that are alive: one for each started producer of an endpoint with emitter options. Two
 * that are alive must say the same of an id. Guarded by its owner's lock.
 */
final class Declarations {
    private final Map<String, Map<Object, EmitterConfig>> alive = new TreeMap<>();

    /**
     * Checks a declaration against those alive.
     *
     * @throws IllegalArgumentException if one of them differs; the message names the option, never a value
     */
    void check(String id, EmitterConfig config) {
        Optional<String> difference = alive.getOrDefault(id, Map.of()).values().stream()
                .flatMap(other -> config.firstDifference(other).stream())
                .findFirst();
        if (difference.isPresent()) {
            throw new IllegalArgumentException("The emitter " + id + " is declared twice with a different option "
                    + difference.get() + ": make the declarations say the same, or refer to the emitter by its id"
                    + " alone, as webhooks-emitter:" + id + ".");
        }
    }

    boolean hasAny(String id) {
        return alive.containsKey(id);
    }

    void add(Object producer, String id, EmitterConfig config) {
        alive.computeIfAbsent(id, any -> new IdentityHashMap<>(2)).put(producer, config);
    }

    void remove(Object producer, String id) {
        alive.computeIfPresent(id, (any, producers) -> {
            producers.remove(producer);
            return producers.isEmpty() ? null : producers;
        });
    }
}
