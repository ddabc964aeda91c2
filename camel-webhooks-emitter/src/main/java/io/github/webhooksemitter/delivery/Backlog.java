package io.github.webhooksemitter.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

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
    private final Line<AcceptedDelivery> waiting = new Line<>();
    private final Line<Delivery> taken = new Line<>();

    void add(AcceptedDelivery delivery) {
        waiting.add(delivery);
    }

    /** Takes the first one that waits. */
    Optional<Delivery> take() {
        return waiting.poll().map(this::taken);
    }

    /** Takes some out of the middle; those that waited, in order. */
    List<Delivery> take(Predicate<AcceptedDelivery> wanted) {
        return waiting.poll(wanted).stream().map(this::taken).toList();
    }

    private Delivery taken(AcceptedDelivery accepted) {
        Delivery delivery = new Delivery(accepted);
        taken.add(delivery);
        return delivery;
    }

    /** One that was taken has ended. */
    void ended(Delivery delivery) {
        taken.remove(delivery);
    }

    /** How many wait. */
    int waiting() {
        return waiting.deque.size();
    }

    /** Those that have not ended. */
    Unended unended() {
        return new Unended(taken(), List.copyOf(waiting.deque));
    }

    List<Delivery> taken() {
        return List.copyOf(taken.deque);
    }

    boolean hasNone() {
        return waiting.deque.isEmpty() && taken.deque.isEmpty();
    }

    /**
     * What has not ended, the oldest first.
     *
     * @param taken those that were taken, the older ones
     * @param waiting those that wait
     */
    record Unended(List<Delivery> taken, List<AcceptedDelivery> waiting) {}

    /** Ends come mostly in the order of the takes, so that {@link #remove} mostly finds what it looks for at once. */
    private static final class Line<T> {
        /** As much as it keeps while it is empty: there are many emitters, and few of them are busy. */
        private static final int SMALL = 3;

        private Deque<T> deque = new ArrayDeque<>(SMALL);
        private boolean isLarge;

        void add(T one) {
            deque.add(one);
            isLarge |= deque.size() > SMALL;
        }

        Optional<T> poll() {
            Optional<T> first = Optional.ofNullable(deque.poll());
            shrink();
            return first;
        }

        List<T> poll(Predicate<T> wanted) {
            List<T> found = deque.stream().filter(wanted).toList();
            if (!found.isEmpty()) {
                deque.removeIf(wanted);
                shrink();
            }
            return found;
        }

        void remove(T one) {
            deque.remove(one);
            shrink();
        }

        private void shrink() {
            if (isLarge && deque.isEmpty()) {
                deque = new ArrayDeque<>(SMALL);
                isLarge = false;
            }
        }
    }
}
