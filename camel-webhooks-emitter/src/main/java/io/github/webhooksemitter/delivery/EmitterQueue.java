package io.github.webhooksemitter.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where the accepted deliveries of one emitter wait. It takes them in its own way, and gives them to the emitter's lane;
 * what follows does not know which one it is. Thread safe.
 */
interface EmitterQueue {
    /** What a delivery that found its place is answered with. */
    CompletableFuture<Optional<Refusal>> TAKEN = CompletableFuture.completedFuture(Optional.empty());

    /**
     * Takes a delivery.
     *
     * @return completed once the delivery is as safe as this queue makes it, or with why it is not taken
     */
    CompletableFuture<Optional<Refusal>> put(AcceptedDelivery delivery, Patience patience);

    /** How deliveries end that nothing is attempted for any more, for that reason. */
    Ending endingFor(Reason reason);

    /** Whether what has not ended stays in it. */
    boolean isPersistent();

    /** Begins to give deliveries to the lane: the context has started. */
    default void open() {}

    /** The emitter has other settings. */
    default void changed() {}

    /** From now on all that is left in it is given out, to be given up. */
    default void empty() {}

    /** What is left in it after all stays there: a detach could not give it up. */
    default void keepRest() {}

    /** Whether it gives out nothing more that a detach has to give up. */
    default boolean isEmptied() {
        return true;
    }

    /** Gives out nothing more; completed when that holds. */
    default CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }

    /** Fails what is still to be put into it: the component has stopped. */
    default void endPuts() {}

    /** What is wrong with it, in words that follow its name; empty: nothing that is known. */
    default Optional<String> trouble() {
        return Optional.empty();
    }
}
