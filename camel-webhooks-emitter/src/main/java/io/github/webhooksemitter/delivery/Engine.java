package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterRegistry;
import io.github.webhooksemitter.transport.Transport;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** What the deliveries of one component share: threads, timer, pipeline, transport, registry. Thread safe. */
final class Engine extends ServiceSupport {
    private final CamelContext context;
    private final long maxQueuedBytes;
    private final Clock clock;
    private final EmitterRegistry<ActiveEmitter> emitters = new EmitterRegistry<>();
    private final Pending pending = new Pending();
    private final LongAdder unattached = new LongAdder();
    private final Workers workers;
    private final RetryScheduler retries;
    private final ExecutorService continuations;
    private final ExecutorService listenerThreads;
    private final OutcomeListeners outcomes = new OutcomeListeners();
    private final SedaComponent seda;
    private final Transport transport;
    private final DeadLetters deadLetters;
    private final Pipeline pipeline;

    private volatile boolean suspended;
    private volatile boolean stopping;
    private volatile boolean ended;

    Engine(CamelContext context, Object owner, long maxQueuedBytes, Clock clock, RandomGenerator random) {
        this.context = context;
        this.maxQueuedBytes = maxQueuedBytes;
        this.clock = clock;
        workers = new Workers(context, owner);
        retries = new RetryScheduler(
                context.getExecutorServiceManager().newScheduledThreadPool(owner, "WebhooksEmitterTimer", timer()),
                workers,
                clock);
        continuations = context.getExecutorServiceManager().newCachedThreadPool(owner, "WebhooksEmitterContinuation");
        listenerThreads = context.getExecutorServiceManager().newCachedThreadPool(owner, "WebhooksEmitterOutcome");
        seda = new SedaComponent();
        seda.setCamelContext(context);
        transport = new Transport(context);
        deadLetters = new DeadLetters(context, retries);
        pipeline = new Pipeline(context, this, new RetryDecision(this, random));
    }

    /** One thread that only hands over; unbounded, since Camel's default profile refuses what goes beyond 1,000 waits. */
    private static ThreadPoolProfile timer() {
        ThreadPoolProfile profile = new ThreadPoolProfile("webhooks-emitter-timer");
        profile.setPoolSize(1);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        return profile;
    }

    /** Bookkeeping of an end, whichever it is; who waits for it goes on, on a thread that no emitter needs. */
    void ended(Delivery delivery, DeliveryResult result) {
        if (!delivery.isFirstEnd()) {
            return;
        }
        count(delivery, result);
        delivery.emitter().lane().ended(delivery);
        if (delivery.isAwaited()) {
            continuations.execute(() -> delivery.tellWaiting(result));
        }
    }

    /** The delivery stays in its queue: what has ended is only our part in it. */
    void left(Delivery delivery) {
        if (delivery.isFirstEnd()) {
            delivery.emitter().lane().ended(delivery);
        }
    }

    /** Counts an end, and tells it to whoever listens. */
    void count(Delivery delivery, DeliveryResult result) {
        delivery.emitter().ended(result);
        Outcome outcome = result instanceof DeliveryResult.Dead ? Outcome.DEAD : Outcome.DELIVERED;
        outcomes.publish(delivery.emitter().id(), outcome, () -> OutcomeEvent.ended(delivery, result, now()));
    }

    /** Tells whoever listens that an attempt failed and another one follows. */
    void retrying(Delivery delivery) {
        outcomes.publish(delivery.emitter().id(), Outcome.RETRY, () -> OutcomeEvent.retrying(delivery, now()));
    }

    OutcomeListeners outcomes() {
        return outcomes;
    }

    /** Threads for who is told of outcomes: apart, so that a slow listener holds up nobody else. */
    ExecutorService listenerThreads() {
        return listenerThreads;
    }

    void unattached() {
        unattached.increment();
    }

    long unattachedEvents() {
        return unattached.sum();
    }

    void forget(ActiveEmitter emitter) {
        emitters.remove(emitter);
    }

    void suspendAttempts(boolean suspend) {
        suspended = suspend;
        if (!suspend) {
            emitters.all().forEach(emitter -> emitter.lane().goOn());
        }
    }

    boolean isContextSuspended() {
        return suspended;
    }

    /** The context has begun to stop. */
    void stopping() {
        stopping = true;
        // A caller who waits must not hold up the stop for a whole backoff.
        emitters.all().forEach(emitter -> emitter.withdrawals()
                .takeBack(
                        delivery -> delivery.isAwaited()
                                && (emitter.lane().isOut(delivery)
                                        || !emitter.lane().isOpen())
                                && !delivery.isInAttempt(),
                        Reason.SHUTDOWN));
    }

    /** Gives up what paused emitters hold: in the time left they would deliver nothing. */
    void endPaused() {
        emitters.all().stream()
                .filter(emitter -> suspended || emitter.lane().pausedFor().isPresent())
                .forEach(emitter -> emitter.end(Reason.SHUTDOWN));
    }

    /** Gives up everything, and accepts nothing more. */
    void endAll() {
        ended = true;
        emitters.all().forEach(emitter -> emitter.end(Reason.SHUTDOWN));
    }

    /** Ends in the log what has reached no dead letter endpoint in time. */
    void abandonAll() {
        emitters.all().forEach(emitter -> emitter.lane().unended().forEach(pipeline::abandon));
    }

    boolean isEnded() {
        return ended;
    }

    boolean isContextStopping() {
        return stopping;
    }

    CamelContext camelContext() {
        return context;
    }

    long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    QueuedBytes queuedBytes() {
        return QueuedBytes.OF_THIS_JVM;
    }

    Instant now() {
        return clock.instant();
    }

    EmitterRegistry<ActiveEmitter> emitters() {
        return emitters;
    }

    Pending pending() {
        return pending;
    }

    Workers workers() {
        return workers;
    }

    RetryScheduler retries() {
        return retries;
    }

    ExecutorService continuations() {
        return continuations;
    }

    SedaComponent seda() {
        return seda;
    }

    Transport transport() {
        return transport;
    }

    DeadLetters deadLetters() {
        return deadLetters;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(seda, transport, deadLetters, pipeline);
    }

    @Override
    protected void doStop() {
        context.getExecutorServiceManager().shutdownNow(retries);
        workers.stop();
        context.getExecutorServiceManager().shutdown(continuations);
        context.getExecutorServiceManager().shutdown(listenerThreads);
        ServiceHelper.stopAndShutdownServices(pipeline, deadLetters, transport, seda);
    }
}
