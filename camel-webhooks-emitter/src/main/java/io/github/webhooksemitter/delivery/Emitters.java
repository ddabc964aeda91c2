package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EmitterRegistry;
import io.github.webhooksemitter.emitter.EmitterSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The emitters of one component: attach, change, detach them, and emit to them. Thread safe.
 *
 * <p>Every method that changes something does so whole or not at all, and tells what is wrong with an option in an
 * {@link IllegalArgumentException}, with an id in an {@link IllegalStateException}.
 */
public final class Emitters extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(Emitters.class);

    /** A payload that is this many times too large for every emitter fails the exchange, dead letters or not. */
    private static final int ROOM_FOR_LETTERS = 16;

    /** For consumers, once nothing is in their hand. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ReentrantLock oneAtATime = new ReentrantLock();
    private final Declarations declarations = new Declarations();
    private final CamelContext context;
    private final Engine engine;
    private final EmitterRegistry<ActiveEmitter> registry;
    private final Setups setups;
    private final Intake intake;
    private final Ping ping;
    private final ContextEvents events;

    /**
     * Creates the service; start and stop follow the component's.
     *
     * @param owner whose threads they are: the component
     * @param defaults the component's options, for what an emitter does not give
     * @param maxQueuedBytes bytes of all accepted deliveries above which queues count as full
     * @param clock tells the time of accepts, signatures and dates; waits are measured by the timer alone
     */
    public Emitters(CamelContext context, Object owner, EmitterConfig defaults, long maxQueuedBytes, Clock clock) {
        this.context = context;
        engine = new Engine(context, owner, maxQueuedBytes, clock, RandomGenerator.getDefault());
        registry = engine.emitters();
        setups = new Setups(context, engine, defaults);
        intake = new Intake(engine);
        ping = new Ping(engine);
        events = new ContextEvents(context, engine);
    }

    /** Attaches emitters, all or none; the caller's order is kept. */
    public void attach(Map<String, EmitterConfig> configs) {
        locked(() -> {
            configs.keySet().forEach(registry::requireFree);
            prepareAll(configs).forEach(change -> add(change.id, change.setup));
        });
    }

    /** Attaches emitters, or gives those that are attached these options instead of theirs; all or none. */
    public void put(Map<String, EmitterConfig> configs) {
        locked(() -> {
            configs.keySet().stream()
                    .filter(id -> registry.attached(id).isEmpty())
                    .forEach(registry::requireFree);
            prepareAll(configs).forEach(this::put);
        });
    }

    private void put(Change change) {
        registry.attached(change.id)
                .ifPresentOrElse(
                        emitter -> {
                            emitter.declare(setups.effective(change.setup.config()));
                            change(emitter, change.setup);
                        },
                        () -> add(change.id, change.setup));
    }

    /** Changes some options of an attached emitter; null gives an option back to its default. */
    public void update(String id, Map<String, ? extends @Nullable Object> changes) {
        locked(() -> {
            ActiveEmitter emitter = registry.require(id);
            change(emitter, setups.prepare(id, emitter.setup().config().with(changes)));
        });
    }

    /** The same options again change nothing: neither a backoff nor a hold ends for them. */
    private void change(ActiveEmitter emitter, ActiveEmitter.Setup next) {
        EmitterConfig effective = setups.effective(next.config());
        if (setups.effective(emitter.setup().config())
                .firstDifference(effective)
                .isPresent()) {
            emitter.change(next);
        } else {
            next.sender().close();
        }
    }

    /**
     * Detaches an emitter: at once for whoever emits; an attempt in flight is cut, and what it still holds is given up in
     * the background, or stays in a persistent queue.
     *
     * @param queued what becomes of that; empty: a persistent queue keeps it
     * @throws IllegalArgumentException if a queue in memory is to keep it
     */
    public void detach(String id, Optional<Queued> queued) {
        locked(() -> {
            ActiveEmitter emitter = registry.require(id);
            boolean persistent = emitter.queue().isPersistent();
            if (!persistent && queued.filter(Queued.KEEP::equals).isPresent()) {
                throw new IllegalArgumentException(
                        "The queue of the emitter " + id + " is in memory, which keeps nothing"
                                + " after a detach: leave the option queued out, or attach the emitter with a persistent queue.");
            }
            emitter.detach(persistent && queued.orElse(Queued.KEEP) == Queued.KEEP);
        });
    }

    /** Stops the attempts of an emitter before the next one; its queue is kept. */
    public void pause(String id) {
        registry.require(id).pause(PauseReason.OPERATION);
    }

    /** Lets a paused emitter go on, in order. */
    public void resume(String id) {
        registry.require(id).resume();
    }

    /** Whether deliveries to this id are accepted. */
    public boolean isAttached(String id) {
        return registry.attached(id).isPresent();
    }

    /** How one emitter is doing. */
    public EmitterStatus status(String id) {
        return registry.find(id).orElseGet(() -> registry.require(id)).status();
    }

    /** How all are doing, in the order of their ids. */
    public List<EmitterStatus> statuses() {
        return registry.all().stream().map(ActiveEmitter::status).toList();
    }

    /**
     * Makes a declaration hold while its producer is started. The first one attaches the emitter; with none left alive a
     * different one changes it, the same one changes nothing.
     *
     * @param waits whether its emits wait for the end of the delivery
     */
    public void declare(Object producer, String id, EmitterConfig config, boolean waits) {
        locked(() -> {
            EmitterConfig effective = setups.effective(config);
            if (waits && !EmitterOption.SEDA.equals(effective.value(EmitterOption.QUEUE))) {
                throw new IllegalArgumentException("The options waitForDelivery and queue of the emitter " + id
                        + " exclude each other: the queue keeps the delivery, so nothing needs to wait for its end;"
                        + " leave one of them out.");
            }
            declarations.check(id, effective);
            if (registry.attached(id).isEmpty()) {
                registry.requireFree(id);
                add(id, setups.prepare(id, config));
            } else if (!declarations.hasAny(id)) {
                ActiveEmitter emitter = registry.require(id);
                if (emitter.declared().firstDifference(effective).isPresent()) {
                    put(new Change(id, setups.prepare(id, config)));
                }
            }
            declarations.add(producer, id, effective);
        });
    }

    /** The producer has stopped: its declaration holds no longer. The emitter stays attached. */
    public void withdraw(Object producer, String id) {
        locked(() -> declarations.remove(producer, id));
    }

    /**
     * Emits to one emitter.
     *
     * @return completed when the delivery is queued or, if asked to wait, when it has ended; fails with
     *     {@link DeliveryFailedException}
     * @throws NotAcceptedException if there is no place for it
     */
    public CompletableFuture<DeliveryResult> emit(String id, AcceptedEvent event, Patience patience) {
        return intake.accept(registry.require(id), event, patience);
    }

    /**
     * Emits to every emitter attached to the event, without blocking.
     *
     * @return completed when it is queued for all or, if asked to wait, when all deliveries have ended; fails with
     *     {@link FanOutFailedException}
     */
    public CompletableFuture<@Nullable Void> emitToAll(AcceptedEvent event, Patience patience) {
        List<ActiveEmitter> takers = registry.takersOf(event.name());
        if (takers.isEmpty()) {
            engine.unattached();
        }
        return intake.fanOut(takers, event, patience);
    }

    /** The largest payload, in bytes, that the emitter takes. */
    public int maxPayloadSize(String id) {
        return registry.require(id).settings().maxPayloadSize();
    }

    /**
     * How many bytes of a payload to take for a fan-out at most. Emitters for which it is too large dead-letter it where
     * they can, so there must be room for that; but what no emitter would ever send is not read into memory.
     */
    public int longestPayloadOf(String event) {
        List<EmitterSettings> takers =
                registry.takersOf(event).stream().map(ActiveEmitter::settings).toList();
        long largest = takers.stream()
                .mapToInt(EmitterSettings::maxPayloadSize)
                .max()
                .orElseGet(() -> Objects.requireNonNull(EmitterOption.MAX_PAYLOAD_SIZE.defaultValue()));
        boolean letters = takers.stream().anyMatch(settings -> settings.deadLetter() != null);
        return (int) Math.min(letters ? largest * ROOM_FOR_LETTERS : largest, Integer.MAX_VALUE - 1);
    }

    /**
     * Makes one attempt with this event past the queue, whatever the emitter's state; nothing counts or retries it.
     *
     * @return completed when the attempt has ended, whichever way
     */
    public CompletableFuture<PingResult> ping(String id, AcceptedEvent event) {
        return ping.send(registry.require(id), event);
    }

    /** What was accepted and has not ended, the oldest first. */
    public List<WaitingDelivery> deliveries(String id) {
        Backlog.Unended unended = registry.require(id).lane().unended();
        return Stream.concat(
                        unended.taken().stream()
                                .filter(delivery -> !delivery.isSettled())
                                .map(WaitingDelivery::of),
                        unended.waiting().stream().map(WaitingDelivery::of))
                .toList();
    }

    /**
     * Gives up a delivery (reason {@code cancelled}) that waits; an attempt under way is its last.
     *
     * @return how many deliveries of that id there were
     */
    public int cancel(String id, String deliveryId) {
        return registry.require(id)
                .withdrawals()
                .takeBack(delivery -> delivery.id().equals(deliveryId), Reason.CANCELLED);
    }

    /**
     * Gives up every delivery (reason {@code cancelled}) that waits, in order; an attempt under way is the last of its own.
     *
     * @return how many there were
     */
    public int purge(String id) {
        return registry.require(id).withdrawals().takeBack(delivery -> true, Reason.CANCELLED);
    }

    /**
     * Tells a listener of outcomes, one after the other, until {@link #ignore}.
     *
     * @param id of an emitter, attached or not, or {@code *}
     * @param name of the listener, for the log
     */
    public OutcomeQueue listen(String id, String name, Set<Outcome> wanted, Consumer<OutcomeEvent> listener) {
        OutcomeQueue queue = new OutcomeQueue(name, wanted, listener, engine.listenerThreads());
        engine.outcomes().add(id, queue);
        return queue;
    }

    /** Tells a listener no more; what it has not been told yet is dropped. */
    public void ignore(String id, OutcomeQueue queue) {
        engine.outcomes().remove(id, queue);
    }

    /** How many outcomes found a listener's queue full. */
    public long droppedOutcomes() {
        return engine.outcomes().dropped();
    }

    /** The emitters that paused themselves, by id, with the reason. */
    public SortedMap<String, String> pausedByThemselves() {
        SortedMap<String, String> paused = new TreeMap<>();
        registry.all().forEach(emitter -> emitter.lane()
                .pausedFor()
                .filter(reason -> reason != PauseReason.OPERATION)
                .ifPresent(reason -> paused.put(emitter.id(), reason.toString())));
        return paused;
    }

    /** The emitters whose queue is not well, by id, with what is wrong in words that follow its name. */
    public SortedMap<String, String> troubledQueues() {
        SortedMap<String, String> troubled = new TreeMap<>();
        registry.all().forEach(emitter -> emitter.queue().trouble().ifPresent(how -> troubled.put(emitter.id(), how)));
        return troubled;
    }

    /** How many events were emitted to all while nobody was attached to them. */
    public long unattachedEvents() {
        return engine.unattachedEvents();
    }

    private void add(String id, ActiveEmitter.Setup setup) {
        ActiveEmitter emitter = new ActiveEmitter(id, engine, setups.effective(setup.config()), setup);
        registry.add(emitter);
        engine.openQueue(emitter);
        if (engine.isEnded()) {
            emitter.end(Reason.SHUTDOWN);
        }
        EmitterSettings settings = setup.settings();
        if (settings.deadLetter() == null) {
            LOG.warn(
                    "The emitter {} has no deadLetter: a delivery is lost after {} attempts, about {}.",
                    id,
                    settings.retry().maxAttempts(),
                    TimeUtils.printDuration(settings.retry().span(), false));
        }
    }

    private record Change(String id, ActiveEmitter.Setup setup) {}

    private List<Change> prepareAll(Map<String, EmitterConfig> configs) {
        List<Change> prepared = new ArrayList<>(configs.size());
        try {
            configs.forEach((id, config) -> prepared.add(new Change(id, setups.prepare(id, config))));
            return prepared;
        } catch (RuntimeException e) {
            prepared.forEach(change -> change.setup.sender().close());
            throw e;
        }
    }

    private void locked(Runnable action) {
        locked(() -> {
            action.run();
            return true;
        });
    }

    private <T> T locked(Supplier<T> action) {
        oneAtATime.lock();
        try {
            return action.get();
        } finally {
            oneAtATime.unlock();
        }
    }

    @Override
    protected void doStart() {
        if (Setups.isDevelopment(context)) {
            LOG.warn("The Camel profile is dev: emitters may send to loopback addresses, as if loopback were in"
                    + " allowedNetworks.");
        }
        ServiceHelper.startService(engine, events);
    }

    @Override
    protected void doStop() {
        engine.leavePersistent();
        events.close(Duration.ofSeconds(1));
        if (!engine.awaitClosedQueues(CLOSE)) {
            LOG.warn("Consumers of persistent queues have not stopped in time.");
        }
        ServiceHelper.stopAndShutdownServices(events, engine);
    }
}
