package io.github.webhooksemitter.delivery;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The end of a delivery that a caller waits for. Thread safe; the first word that he is told counts. */
final class AwaitedEnd {
    private final CompletableFuture<DeliveryResult> future = new CompletableFuture<>();
    private volatile boolean settled;
    private volatile @Nullable DeliveryFailedException failure;

    CompletableFuture<DeliveryResult> future() {
        return future;
    }

    /** It is known how the delivery ends. */
    void settle() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    /** What to tell the caller if the delivery does not arrive after all. */
    void failWith(DeliveryFailedException reason) {
        failure = reason;
    }

    /** Tells the caller that he waits no longer. */
    void tellFailed() {
        DeliveryFailedException reason = failure;
        if (reason != null) {
            future.completeExceptionally(reason);
        }
    }

    /** Tells the caller how it ended: a delivery given up fails his exchange. */
    void tell(Delivery delivery, DeliveryResult end) {
        if (end instanceof DeliveryResult.Dead dead) {
            DeliveryFailedException earlier = failure;
            future.completeExceptionally(
                    earlier != null
                            ? earlier
                            : DeliveryFailedException.givenUp(delivery.emitter().id(), delivery.id(), dead));
        } else {
            future.complete(end);
        }
    }
}
