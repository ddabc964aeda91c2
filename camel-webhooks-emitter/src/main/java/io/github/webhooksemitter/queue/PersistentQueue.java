package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;

/**
 * A queue of one emitter that survives this process: a JMS queue behind a Camel endpoint.
 *
 * <p>At least once: a delivery whose send has completed is stored by the broker, and is given out again and again, with
 * the same id and bytes, until its listener says that it has ended. What a crash, a lost connection or a stop interrupts
 * comes once more, for each delivery in hand. Thread safe.
 */
public final class PersistentQueue {
    private final String emitterId;
    private final Sends sends;
    private final Subscriptions subscriptions;

    /**
     * Prepares a queue; nothing is connected before {@link #open} or {@link #send}.
     *
     * @param option the option {@code queue}
     * @throws IllegalArgumentException if deliveries would not be safe there; the message tells the cure
     */
    public PersistentQueue(
            CamelContext context, String emitterId, String option, QueueThreads threads, QueueListener listener) {
        QueueUri uri = new QueueUri(context, emitterId, option);
        this.emitterId = emitterId;
        sends = new Sends(context, uri, threads);
        subscriptions = new Subscriptions(emitterId, uri, threads, listener, sends::forgetTrouble);
    }

    /**
     * Checks an option {@code queue}.
     *
     * @throws IllegalArgumentException if deliveries would not be safe there; the message tells the cure
     */
    public static void check(CamelContext context, String emitterId, String option) {
        new QueueUri(context, emitterId, option);
    }

    /**
     * Sends a delivery to the queue.
     *
     * @param patience how long the broker may take
     * @param inOrder whether one consumer at a time gets the deliveries of this emitter, on all nodes together
     * @param mayBlock whether the caller has nothing else to do until the broker has it
     * @return completed when the broker has stored it; fails with {@link QueueRefusedException} if it has not said so in
     *     time: then it may be stored or not
     */
    public CompletableFuture<Void> send(QueuedDelivery delivery, Duration patience, boolean inOrder, boolean mayBlock) {
        return sends.send(delivery, inOrder ? emitterId : null, patience, mayBlock);
    }

    /** Starts to give out deliveries, that many at a time; in the background, and again whenever the broker is back. */
    public void open(int concurrency) {
        subscriptions.open(concurrency);
    }

    /** Gives out another number of deliveries at a time, if it is open; those in hand go back to the queue first. */
    public void reopen(int concurrency) {
        subscriptions.reopen(concurrency);
    }

    /**
     * Gives out nothing more. Its listener must let go what it has in hand: this waits for it.
     *
     * @return completed when the consumer has stopped
     */
    public CompletableFuture<Void> close() {
        return subscriptions.close().thenRun(sends::close);
    }

    /** Fails the sends that are still under way: the component stops. */
    public void endSends() {
        sends.end();
    }

    /** Whether its consumer has its broker, as far as that is known; sends may have trouble all the same. */
    public boolean isReached() {
        return subscriptions.trouble().isEmpty();
    }

    /** What is wrong with the queue, in words that follow its name; empty: nothing that is known. */
    public Optional<String> trouble() {
        return subscriptions.trouble().or(sends::trouble);
    }
}
