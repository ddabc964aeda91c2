package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.queue.Lease;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it was accepted, which waits until a {@link Delivery} is made of it. Nothing of it is written again: what
 * waits long is old for the garbage collector by then, which would look through it anew after each write.
 */
final class AcceptedDelivery {
    /** What the copy, the bookkeeping and the exchange of a delivery cost on top of its body, in bytes. */
    private static final int OVERHEAD = 2048;

    private static final CompletableFuture<DeliveryResult> QUEUED =
            CompletableFuture.completedFuture(new DeliveryResult.Delivered(0, 0));

    private final ActiveEmitter emitter;
    private final AcceptedEvent event;
    private final Content content;
    private final Instant acceptedAt;
    private final int attempts;
    private final @Nullable AwaitedEnd awaited;
    private final @Nullable Receipt receipt;

    private AcceptedDelivery(
            ActiveEmitter emitter,
            AcceptedEvent event,
            Content content,
            Instant acceptedAt,
            int attempts,
            @Nullable AwaitedEnd awaited,
            @Nullable Receipt receipt) {
        this.emitter = emitter;
        this.event = event;
        this.content = content;
        this.acceptedAt = acceptedAt;
        this.attempts = attempts;
        this.awaited = awaited;
        this.receipt = receipt;
    }

    /** From a caller, who may wait for its end. */
    static AcceptedDelivery fromCaller(
            ActiveEmitter emitter, AcceptedEvent event, Content content, Instant acceptedAt, boolean awaited) {
        return new AcceptedDelivery(emitter, event, content, acceptedAt, 0, awaited ? new AwaitedEnd() : null, null);
    }

    /** From its queue, which has given it out, and keeps it until the receipt says that it has ended. */
    static AcceptedDelivery fromQueue(
            ActiveEmitter emitter,
            AcceptedEvent event,
            Content content,
            Instant acceptedAt,
            int attempts,
            Receipt receipt) {
        return new AcceptedDelivery(emitter, event, content, acceptedAt, attempts, null, receipt);
    }

    ActiveEmitter emitter() {
        return emitter;
    }

    String id() {
        return event.deliveryId();
    }

    AcceptedEvent event() {
        return event;
    }

    /** What its attempts send; dead letters have the event's own bytes, so that a replay is not wrapped twice. */
    Content content() {
        return content;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    /** Attempts made before this process had it. */
    int attempts() {
        return attempts;
    }

    long bytes() {
        long wrapped = content.body() == event.body() ? 0 : content.body().length;
        return event.body().length + wrapped + OVERHEAD;
    }

    /** For the caller: completed when the delivery has ended, if it waits for that; else at once. */
    CompletableFuture<DeliveryResult> end() {
        AwaitedEnd end = awaited;
        return end == null ? QUEUED : end.future();
    }

    boolean isAwaited() {
        return awaited != null;
    }

    /** The end that a caller waits for, if one does. */
    Optional<AwaitedEnd> awaited() {
        return Optional.ofNullable(awaited);
    }

    /** Whether its queue keeps it until it has ended. */
    boolean isKept() {
        return receipt != null;
    }

    /** Whether its queue has given it out under this lease. */
    boolean isUnder(Lease lease) {
        return receipt != null && receipt.lease() == lease;
    }

    /** Tells its queue, if that waits for it, whether it has ended. */
    void sign(boolean hasEnded) {
        if (receipt != null) {
            receipt.give(hasEnded);
        }
    }
}
