package io.github.webhooksemitter.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The queue in memory: the lane's own, bounded by {@code queueSize}. A crash of the process loses it. */
final class MemoryQueue implements EmitterQueue {
    private final ActiveEmitter emitter;

    MemoryQueue(ActiveEmitter emitter) {
        this.emitter = emitter;
    }

    @Override
    public CompletableFuture<Optional<Refusal>> put(AcceptedDelivery delivery, Patience patience) {
        Lane lane = emitter.lane();
        long nanos = patience.whenFull() == WhenFull.BLOCK
                ? patience.enqueueTimeout().toNanos()
                : 0;
        try {
            return lane.offer(delivery, nanos) ? TAKEN : refused(delivery);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotAcceptedException("The emit to the emitter " + emitter.id()
                    + " was interrupted while it waited for a place in the queue: send it again.");
        }
    }

    private CompletableFuture<Optional<Refusal>> refused(AcceptedDelivery delivery) {
        Lane lane = emitter.lane();
        boolean paused = delivery.isAwaited() && lane.refusesWaiting();
        Reason reason = lane.ending().flatMap(Ending::reason).orElse(paused ? Reason.CANCELLED : Reason.QUEUE_FULL);
        return CompletableFuture.completedFuture(Optional.of(Refusal.of(delivery, reason)));
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public Ending endingFor(Reason reason) {
        return Ending.givenUp(reason);
    }
}
