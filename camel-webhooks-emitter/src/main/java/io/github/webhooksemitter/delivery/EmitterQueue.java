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
    CompletableFuture<Optional<Refusal>> put(Delivery delivery, Patience patience);

    /** How a delivery ends that nothing is attempted for any more, for that reason. */
    Ending endingFor(Reason reason);
}
