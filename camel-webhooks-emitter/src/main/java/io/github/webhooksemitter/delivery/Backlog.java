package io.github.webhooksemitter.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The deliveries of one emitter that its lane has not taken yet, in order. Its lane's lock guards every call.
 *
 * <p>It holds deliveries and not Camel's exchanges, which are made when they leave: a queued exchange is a third of what a
 * queued delivery of 1 KB would take, and most of its objects. That rules out the queue of a {@code SedaEndpoint}.
 *
 * <p>The bound is kept by the lane, since option {@code queueSize} can change at run time.
 */
final class Backlog {
    /** As much as it keeps while it is empty: there are many emitters, and few of them are busy. */
    private static final int SMALL = 3;

    private Deque<Delivery> deliveries = new ArrayDeque<>(SMALL);
    private boolean isLarge;

    void add(Delivery delivery) {
        deliveries.add(delivery);
        isLarge |= deliveries.size() > SMALL;
    }

    Optional<Delivery> poll() {
        Optional<Delivery> first = Optional.ofNullable(deliveries.poll());
        shrink();
        return first;
    }

    private void shrink() {
        if (isLarge && deliveries.isEmpty()) {
            deliveries = new ArrayDeque<>(SMALL);
            isLarge = false;
        }
    }

    int size() {
        return deliveries.size();
    }

    /** Takes deliveries out of the middle; those that were there, in order. */
    List<Delivery> remove(Set<Delivery> unwanted) {
        List<Delivery> removed = deliveries.stream().filter(unwanted::contains).toList();
        deliveries.removeIf(unwanted::contains);
        shrink();
        return removed;
    }

    /** What waits now, first one first. */
    List<Delivery> waiting() {
        return List.copyOf(deliveries);
    }
}
