package io.github.webhooksemitter.emitter;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The emitters of one component by id. Thread safe; who changes it does so under its own lock.
 *
 * @param <E> what is known of an emitter
 */
public final class EmitterRegistry<E extends AttachedEmitter> {
    private final ConcurrentMap<String, E> emitters = new ConcurrentHashMap<>();

    /** The emitter of that id, a detaching one included. */
    public Optional<E> find(String id) {
        return Optional.ofNullable(emitters.get(id));
    }

    /** The emitter of that id, if it takes deliveries. */
    public Optional<E> attached(String id) {
        return find(id).filter(emitter -> !emitter.isDetaching());
    }

    /**
     * The emitter of that id.
     *
     * @throws IllegalStateException if none is attached; the message says what to do
     */
    public E require(String id) {
        return find(id).filter(emitter -> !emitter.isDetaching())
                .orElseThrow(() -> new IllegalStateException(
                        find(id).isPresent()
                                ? "The emitter " + id + " is still detaching: attach it again once it has ended."
                                : "No emitter " + id
                                        + " is attached: declare it with a url on an endpoint, or attach it first."));
    }

    /**
     * Checks that an emitter may be attached under the id.
     *
     * @throws IllegalStateException if one already is, or still detaching
     */
    public void requireFree(String id) {
        find(id).ifPresent(emitter -> {
            throw new IllegalStateException(
                    emitter.isDetaching()
                            ? "The emitter " + id + " is still detaching: attach it again once it has ended."
                            : "The emitter " + id + " is already attached: use put or update to change it.");
        });
    }

    /** Adds an emitter under its id. */
    public void add(E emitter) {
        if (emitters.putIfAbsent(emitter.id(), emitter) != null) {
            requireFree(emitter.id());
        }
    }

    /** Removes the emitter, if it is still the one under its id. */
    public void remove(E emitter) {
        emitters.remove(emitter.id(), emitter);
    }

    /** All emitters in the order of their ids, detaching ones included. */
    public List<E> all() {
        return emitters.values().stream()
                .sorted(Comparator.comparing(AttachedEmitter::id))
                .toList();
    }

    /** The emitters that an event fans out to, in the order of their ids. */
    public List<E> takersOf(String event) {
        return emitters.values().stream()
                .filter(emitter -> !emitter.isDetaching() && emitter.settings().takes(event))
                .sorted(Comparator.comparing(AttachedEmitter::id))
                .toList();
    }
}
