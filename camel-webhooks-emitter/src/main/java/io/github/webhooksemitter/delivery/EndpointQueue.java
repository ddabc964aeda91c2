package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.emitter.Envelope;
import io.github.webhooksemitter.queue.Lease;
import io.github.webhooksemitter.queue.PersistentQueue;
import io.github.webhooksemitter.queue.QueueListener;
import io.github.webhooksemitter.queue.QueuedDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of a broker. It stores a delivery before the caller goes on, and gives out as many at a time as the emitter works
 * on, each of which it keeps until that has ended, through crashes and stops.
 */
final class EndpointQueue implements EmitterQueue, QueueListener {
    /** So long after the last delivery a queue counts as empty: JMS has no way to ask. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** So long a detach waits for a broker that is out of reach. */
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(EndpointQueue.class);

    private final ActiveEmitter emitter;
    private final Engine engine;
    private final PersistentQueue queue;
    private final AtomicInteger inHand = new AtomicInteger();
    private int concurrency;
    private volatile boolean emptying;
    /** When the last delivery was given out, or had ended. */
    private volatile Instant lastSeen = Instant.MIN;

    private volatile Instant emptyingUntil = Instant.MIN;

    EndpointQueue(ActiveEmitter emitter, Engine engine, String option) {
        this.emitter = emitter;
        this.engine = engine;
        queue = new PersistentQueue(engine.camelContext(), emitter.id(), option, engine.queueThreads(), this);
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public CompletableFuture<Optional<Refusal>> put(AcceptedDelivery delivery, Patience patience) {
        AcceptedEvent event = delivery.event();
        EmitterSettings settings = emitter.settings();
        Map<String, String> trace = new HashMap<>();
        event.trace().forEach((name, value) -> trace.put(name, value.toString()));
        CompletableFuture<Void> stored = queue.send(
                new QueuedDelivery(
                        event.deliveryId(),
                        event.name(),
                        event.body(),
                        delivery.acceptedAt(),
                        settings.envelope().toString(),
                        event.expireAfter(),
                        trace,
                        event.origins(),
                        0),
                patience.enqueueTimeout(),
                settings.concurrency() == 1,
                patience.whenFull() == WhenFull.BLOCK);
        // Later, the route of the caller goes on there: neither a thread for sends nor a worker is his.
        return stored.isDone()
                ? stored.handle(this::refusal)
                : stored.handleAsync(this::refusal, engine.continuations());
    }

    private Optional<Refusal> refusal(@Nullable Void stored, @Nullable Throwable failure) {
        return failure == null
                ? Optional.empty()
                : Optional.of(Refusal.byQueue(emitter.id(), String.valueOf(failure.getMessage())));
    }

    @Override
    public synchronized void open() {
        concurrency = emitter.settings().concurrency();
        queue.open(concurrency);
    }

    @Override
    public synchronized void changed() {
        if (concurrency != 0 && concurrency != emitter.settings().concurrency()) {
            concurrency = emitter.settings().concurrency();
            queue.reopen(concurrency);
        }
    }

    @Override
    public CompletableFuture<Void> close() {
        return queue.close();
    }

    @Override
    public void endPuts() {
        queue.endSends();
    }

    @Override
    public void empty() {
        emptying = true;
        Instant now = engine.now();
        lastSeen = now;
        emptyingUntil = now.plus(MOST_PATIENCE);
        lookWhetherEmpty();
    }

    private void lookWhetherEmpty() {
        engine.retries().after(QUIET, () -> {
            if (!queue.isReached() && !engine.now().isBefore(emptyingUntil)) {
                keepRest();
            }
            if (!emitter.lane().closeIfEnded()) {
                lookWhetherEmpty();
            }
        });
    }

    @Override
    public boolean isEmptied() {
        return !emptying
                || inHand.get() == 0 && queue.isReached() && engine.now().isAfter(lastSeen.plus(QUIET));
    }

    @Override
    public void keepRest() {
        if (emptying) {
            emptying = false;
            queue.close();
            LOG.warn(
                    "The detached emitter {} could not give up all that waits in its queue: what is left stays there.",
                    emitter.id());
        }
    }

    @Override
    public Ending endingFor(Reason reason) {
        return emptying && reason == Reason.DETACHED ? Ending.givenUp(reason) : Ending.LEFT;
    }

    @Override
    public Optional<String> trouble() {
        return queue.trouble();
    }

    @Override
    public boolean take(QueuedDelivery queued, Lease lease) {
        inHand.incrementAndGet();
        try {
            return hasEnded(queued, lease);
        } finally {
            // First this: whoever finds nothing in hand looks how long ago that is.
            lastSeen = engine.now();
            inHand.decrementAndGet();
        }
    }

    private boolean hasEnded(QueuedDelivery queued, Lease lease) {
        Receipt receipt = new Receipt(lease);
        AcceptedDelivery delivery = delivery(queued, receipt);
        Optional<Runnable> work = emitter.lane().admit(delivery);
        if (work.isEmpty()) {
            return false;
        }
        if (lease.isLost()) {
            lost(lease);
        }
        work.get().run();
        boolean ended = receipt.await();
        if (!ended) {
            // Also where the wait was interrupted: nothing is to be attempted that the queue gives out again.
            emitter.lane().letGo(delivery::equals);
        }
        return ended;
    }

    private AcceptedDelivery delivery(QueuedDelivery queued, Receipt receipt) {
        AcceptedEvent event = new AcceptedEvent(
                queued.deliveryId(),
                queued.event(),
                queued.body(),
                Map.copyOf(queued.trace()),
                queued.expireAfter(),
                queued.origins());
        Envelope envelope = Envelope.named(queued.envelope()).orElse(Envelope.NONE);
        return AcceptedDelivery.fromQueue(
                emitter,
                event,
                Content.of(event, envelope, emitter.id(), queued.acceptedAt()),
                queued.acceptedAt(),
                attemptsMade(queued),
                receipt);
    }

    /** At least one attempt is always left: what was only fetched ahead by a node that died counts as given out, too. */
    private int attemptsMade(QueuedDelivery queued) {
        return Math.min(queued.attempts(), emitter.settings().retry().maxAttempts() - 1);
    }

    /** What was in hand belongs to the queue again; an attempt under way ends as it does. */
    @Override
    public void lost(Lease lease) {
        emitter.lane().letGo(delivery -> delivery.isUnder(lease));
    }
}
