package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.delivery.DeliveryResult.Dead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Accepts events for emitters: queues them, or says clearly why not. Thread safe. */
final class Intake {
    private final Engine engine;

    Intake(Engine engine) {
        this.engine = engine;
    }

    /**
     * Accepts an event for one emitter.
     *
     * @return completed when the event is queued and, if asked to wait, when its delivery has ended
     * @throws NotAcceptedException if it is too large or there is no place for it
     */
    CompletableFuture<DeliveryResult> accept(ActiveEmitter emitter, AcceptedEvent event, Patience patience) {
        Optional<NotAcceptedException> unfit = unfit(emitter, event, patience);
        if (unfit.isPresent()) {
            throw unfit.get();
        }
        AcceptedDelivery delivery = delivery(emitter, event, engine.now(), patience);
        CompletableFuture<Optional<Refusal>> put = put(delivery, patience);
        return put.isDone()
                ? conclude(delivery, put.join(), patience)
                : put.thenCompose(refusal -> conclude(delivery, refusal, patience));
    }

    private CompletableFuture<DeliveryResult> conclude(
            AcceptedDelivery delivery, Optional<Refusal> refusal, Patience patience) {
        if (refusal.isEmpty()) {
            return delivery.end();
        }
        ActiveEmitter emitter = delivery.emitter();
        // A broker is not full because of a pause, and does not get room by a resume.
        boolean fullByPause =
                !emitter.queue().isPersistent() && emitter.lane().pausedFor().isPresent();
        boolean fullIsLetter = patience.whenFull() == WhenFull.DEAD_LETTER || fullByPause;
        if (refusal.get().reason() == Reason.QUEUE_FULL && fullIsLetter && canDeadLetter(delivery, patience)) {
            return deadLetter(delivery, Reason.QUEUE_FULL);
        }
        throw new NotAcceptedException(refusal.get().sentence());
    }

    /**
     * Fans an event out: one delivery for each emitter, with the same id; nobody blocks or fails the others.
     *
     * @return completed when all is queued or dead-lettered and, if asked to wait, when every delivery has ended; fails
     *     then with {@link NotAcceptedException} or {@link FanOutFailedException}, naming each emitter that has not
     *     got the event
     */
    CompletableFuture<@Nullable Void> fanOut(List<ActiveEmitter> takers, AcceptedEvent event, Patience patience) {
        List<CompletableFuture<DeliveryResult>> ends = new ArrayList<>(takers.size());
        List<Runnable> letters = new ArrayList<>(0);
        Instant now = engine.now();
        for (ActiveEmitter emitter : takers) {
            Optional<NotAcceptedException> unfit = unfit(emitter, event, patience);
            if (unfit.isPresent()) {
                ends.add(CompletableFuture.failedFuture(unfit.get()));
                continue;
            }
            AcceptedDelivery delivery = delivery(emitter, event, now, patience);
            CompletableFuture<Optional<Refusal>> put = put(delivery, patience.withoutBlocking());
            if (put.isDone() && put.join().isPresent()) {
                Refusal refusal = put.join().get();
                letters.add(() -> ends.add(letterOf(delivery, refusal, patience)));
            } else if (put.isDone()) {
                ends.add(delivery.end());
            } else {
                ends.add(put.thenCompose(
                        refusal -> refusal.isEmpty() ? delivery.end() : letterOf(delivery, refusal.get(), patience)));
            }
        }
        // Only now that all others are queued: a dead letter endpoint may take its time.
        letters.forEach(Runnable::run);
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            List<String> missed =
                    ends.stream().flatMap(end -> failureOf(end).stream()).toList();
            if (!missed.isEmpty()) {
                throw new FanOutFailedException(event, missed);
            }
            return null;
        });
    }

    private CompletableFuture<DeliveryResult> letterOf(AcceptedDelivery delivery, Refusal refusal, Patience patience) {
        return canDeadLetter(delivery, patience)
                ? deadLetter(delivery, refusal.reason())
                : CompletableFuture.failedFuture(new NotAcceptedException(refusal.sentence()));
    }

    private static Optional<String> failureOf(CompletableFuture<DeliveryResult> end) {
        try {
            end.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
        }
    }

    /** What the emitter can never take, however often it is emitted: no case for its deadLetter. */
    private static Optional<NotAcceptedException> unfit(ActiveEmitter emitter, AcceptedEvent event, Patience patience) {
        if (event.origins().contains(emitter.id())) {
            return Optional.of(
                    new NotAcceptedException("The event comes from an outcome or a dead letter of the emitter "
                            + emitter.id() + ", so an emit to it would go round for ever: emit to another emitter."));
        } else if (!emitter.setup().scheme().takes(event.deliveryId())) {
            return Optional.of(new NotAcceptedException("The signature of the emitter " + emitter.id()
                    + " cannot sign the delivery id " + event.deliveryId() + " in the header "
                    + DeliveryHeaders.DELIVERY_ID
                    + " unambiguously: use an id without dots, or leave the header out."));
        }
        if (patience.waitForDelivery() && emitter.queue().isPersistent()) {
            return Optional.of(new NotAcceptedException("The emitter " + emitter.id()
                    + " has a persistent queue, which keeps the delivery, so nothing can wait for its end: send without"
                    + " waitForDelivery."));
        }
        return Optional.empty();
    }

    private AcceptedDelivery delivery(ActiveEmitter emitter, AcceptedEvent event, Instant now, Patience patience) {
        Content content = Content.of(event, emitter.settings().envelope(), emitter.id(), now);
        return AcceptedDelivery.fromCaller(emitter, event, content, now, patience.waitForDelivery());
    }

    /** Queues the delivery, or tells why not. */
    private CompletableFuture<Optional<Refusal>> put(AcceptedDelivery delivery, Patience patience) {
        ActiveEmitter emitter = delivery.emitter();
        if (delivery.event().body().length > emitter.settings().maxPayloadSize()) {
            return refused(delivery, Reason.TOO_LARGE);
        } else if (delivery.isAwaited() && emitter.lane().refusesWaiting()) {
            return refused(delivery, Reason.CANCELLED);
        }
        CompletableFuture<Optional<Refusal>> put = emitter.queue().put(delivery, patience);
        if (put == EmitterQueue.TAKEN) {
            delivery.awaited()
                    .ifPresent(end -> patience.waitTimeout().ifPresent(timeout -> limit(delivery, end, timeout)));
        }
        return put;
    }

    private static CompletableFuture<Optional<Refusal>> refused(AcceptedDelivery delivery, Reason reason) {
        return CompletableFuture.completedFuture(Optional.of(Refusal.of(delivery, reason)));
    }

    private static boolean canDeadLetter(AcceptedDelivery delivery, Patience patience) {
        return patience.mayDeadLetter()
                && !delivery.isAwaited()
                && delivery.emitter().settings().deadLetter() != null
                && delivery.emitter().lane().ending().isEmpty();
    }

    /** Not queued, but not lost either: the dead letter endpoint has it before the caller goes on. */
    private CompletableFuture<DeliveryResult> deadLetter(AcceptedDelivery accepted, Reason reason) {
        Delivery delivery = new Delivery(accepted);
        Dead dead = delivery.dead(reason);
        return engine.deadLetters().take(delivery, dead).thenApply(taken -> {
            if (!taken) {
                throw new NotAcceptedException(
                        "The emitter " + delivery.emitter().id() + " could not take the event (" + reason
                                + ") and its deadLetter failed: send it again later.");
            }
            engine.count(delivery, dead);
            return dead;
        });
    }

    private void limit(AcceptedDelivery delivery, AwaitedEnd end, Duration timeout) {
        Future<?> timer = engine.retries().after(timeout, () -> timeOut(delivery, end, timeout));
        end.future().whenComplete((result, failure) -> timer.cancel(false));
    }

    /** A caller who waits no longer takes the delivery back, unless an attempt is under way: that one decides. */
    private void timeOut(AcceptedDelivery delivery, AwaitedEnd end, Duration timeout) {
        ActiveEmitter emitter = delivery.emitter();
        Dead dead = emitter.lane().taken().stream()
                .filter(taken -> taken.accepted().equals(delivery))
                .map(taken -> taken.dead(Reason.CANCELLED))
                .findFirst()
                .orElseGet(() -> new Dead(Reason.CANCELLED, delivery.attempts(), 0));
        // Only now: one that is no longer among those taken has settled, and its attempts are not known here.
        if (end.isSettled()) {
            return;
        }
        end.failWith(DeliveryFailedException.timedOut(emitter.id(), delivery.id(), timeout, dead));
        // Taken back before the caller hears of it: what it then does finds the place in the queue free.
        emitter.withdrawals().takeBack(delivery::equals, Reason.CANCELLED);
        engine.continuations().execute(end::tellFailed);
    }
}
