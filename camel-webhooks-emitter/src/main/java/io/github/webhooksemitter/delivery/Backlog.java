package io.github.webhooksemitter.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The deliveries of one emitter that have not ended: those that wait, in order, and those that were taken. Its lane's lock
 * guards every call.
 *
 * <p>It holds deliveries and not Camel's exchanges, which are made when they leave: a queued exchange is a third of what a
 * queued delivery of 1 KB would take, and most of its objects. That rules out the queue of a {@code SedaEndpoint}.
 *
 * <p>The bound is kept by the lane, since option {@code queueSize} can change at run time.
 */
final class Backlog {
    /** As much as it keeps while it is empty: there are many emitters, and few of them are busy. */
    private static final int SMALL = 3;

    private final Set<Delivery> taken = new LinkedHashSet<>(2);
    private Deque<Delivery> waiting = new ArrayDeque<>(SMALL);
    private boolean isLarge;

    void add(Delivery delivery) {
        waiting.add(delivery);
        isLarge |= waiting.size() > SMALL;
    }

    /** Takes the first one that waits. */
    Optional<Delivery> take() {
        Optional<Delivery> first = Optional.ofNullable(waiting.poll());
        first.ifPresent(taken::add);
        shrink();
        return first;
    }

    private void shrink() {
        if (isLarge && waiting.isEmpty()) {
            waiting = new ArrayDeque<>(SMALL);
            isLarge = false;
        }
    }

    /** Takes some out of the middle; those that waited, in order. */
    List<Delivery> take(Set<Delivery> wanted) {
        List<Delivery> found = waiting.stream().filter(wanted::contains).toList();
        waiting.removeIf(wanted::contains);
        taken.addAll(found);
        shrink();
        return found;
    }

    /** One that was taken has ended. */
    void ended(Delivery delivery) {
        taken.remove(delivery);
    }

    int waiting() {
        return waiting.size();
    }

    boolean isTaken(Delivery delivery) {
        return taken.contains(delivery);
    }

    List<Delivery> taken() {
        return List.copyOf(taken);
    }

    /** The oldest first. */
    List<Delivery> unended() {
        return Stream.concat(taken.stream(), waiting.stream()).toList();
    }

    boolean hasNone() {
        return waiting.isEmpty() && taken.isEmpty();
    }
}
