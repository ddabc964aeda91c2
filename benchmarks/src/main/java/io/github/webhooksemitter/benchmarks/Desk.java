package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What the connections of the receiver share: its books, its dice, and what it has put off. For the receiver's thread only. */
final class Desk {
    /** A late answer. */
    @FunctionalInterface
    interface Answer {
        /**
         * Gives it.
         *
         * @throws IOException if the sender has gone meanwhile
         */
        void give() throws IOException;
    }

    private record PutOff(long dueNanos, Answer answer) {}

    private static final long SECOND = 1_000_000_000L;

    private final Tally tally;
    private final Ledger ledger;
    private final RandomGenerator random = new SplittableRandom(8);
    private final Queue<PutOff> later = new ArrayDeque<>();

    Desk(Tally tally, Ledger ledger) {
        this.tally = tally;
        this.ledger = ledger;
    }

    RandomGenerator random() {
        return random;
    }

    void received(byte[] request, int length) {
        tally.received(request, length);
        if (ledger.isKept()) {
            ledger.enter(Framing.deliveryId(request, length));
        }
    }

    void received(String deliveryId) {
        ledger.enter(deliveryId);
    }

    void inASecond(Answer answer) {
        later.add(new PutOff(System.nanoTime() + SECOND, answer));
    }

    /** Gives the answers that are due; returns the milliseconds until the next one, if there is one. */
    Optional<Long> giveDue() {
        for (PutOff next = later.peek(); next != null; next = later.peek()) {
            long left = next.dueNanos() - System.nanoTime();
            if (left > 0) {
                return Optional.of(left / 1_000_000 + 1);
            }
            later.remove();
            give(next.answer());
        }
        return Optional.empty();
    }

    private static void give(Answer answer) {
        try {
            answer.give();
        } catch (IOException e) {
            // The sender has closed the connection: its attempt was over, and it will be back.
            return;
        }
    }
}
