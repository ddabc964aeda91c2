package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterRegistry;
import io.github.webhooksemitter.queue.QueueThreads;
import io.github.webhooksemitter.transport.Transport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** What the deliveries of one component share: threads, timer, pipeline, transport, registry. Thread safe. */
final class Engine extends ServiceSupport {
    /** Beyond it a broker that takes nothing would cost a thread for each caller. */
    private static final int MOST_SENDS = 256;

    private static final int MOST_CONNECTS = 16;

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
    private final QueueThreads queueThreads;
    private final Transport transport;
    private final DeadLetters deadLetters;
    private final Pipeline pipeline;

    private volatile boolean started;
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
        queueThreads = new QueueThreads(
                context.getExecutorServiceManager().newThreadPool(owner, "WebhooksEmitterSend", sending()),
                context.getExecutorServiceManager().newThreadPool(owner, "WebhooksEmitterConnect", connecting()),
                retries::after);
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

    /** A thread for each send that waits for a broker, up to a bound. */
    private static ThreadPoolProfile sending() {
        ThreadPoolProfile profile = new ThreadPoolProfile("webhooks-emitter-send");
        profile.setPoolSize(1); // with 0 Camel makes a pool of one
        profile.setMaxPoolSize(MOST_SENDS);
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(60L);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    private static ThreadPoolProfile connecting() {
        ThreadPoolProfile profile = new ThreadPoolProfile("webhooks-emitter-connect");
        profile.setPoolSize(MOST_CONNECTS);
        profile.setMaxPoolSize(MOST_CONNECTS);
        profile.setMaxQueueSize(Integer.MAX_VALUE);
        profile.setKeepAliveTime(60L);
        profile.setAllowCoreThreadTimeOut(true);
        return profile;
    }

    /** Bookkeeping of an end, whichever it is; who waits for it goes on, on a thread that no emitter needs. */
    void ended(Delivery delivery, DeliveryResult result) {
        if (!delivery.isFirstEnd()) {
            return;
        }
        count(delivery, result);
        delivery.emitter().lane().ended(delivery);
        delivery.accepted().sign(true);
        delivery.accepted().awaited().ifPresent(end -> continuations.execute(() -> end.tell(delivery, result)));
    }

    /** The delivery stays in its queue: what has ended is only our part in it. */
    void left(Delivery delivery) {
        if (delivery.isFirstEnd()) {
            delivery.emitter().lane().ended(delivery);
            delivery.accepted().sign(false);
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
        emitters.all().forEach(emitter -> {
            boolean open = emitter.lane().isOpen();
            emitter.withdrawals()
                    .takeBack(
                            waiting -> waiting.isAwaited() && !open,
                            taken -> taken.isAwaited() && !taken.isInAttempt(),
                            Reason.SHUTDOWN);
        });
    }

    /** The context has started: dead letter routes are there, so persistent queues may give out what they kept. */
    void started() {
        started = true;
        emitters.all().forEach(this::openQueue);
    }

    /** Opens the queue of an emitter, unless that has to wait for the start of the context. */
    void openQueue(ActiveEmitter emitter) {
        if (started && !emitter.isDetaching()) {
            emitter.queue().open();
        }
    }

    /** Leaves what persistent queues keep anyway, once the attempts in flight have ended. */
    void leavePersistent() {
        emitters.all().stream()
                .filter(emitter -> emitter.queue().isPersistent())
                .forEach(emitter -> {
                    emitter.queue().close();
                    emitter.lane().leave();
                });
    }

    /** Waits until the consumers of persistent queues have stopped; false: some have not in that time. */
    boolean awaitClosedQueues(Duration patience) {
        try {
            CompletableFuture.allOf(emitters.all().stream()
                            .map(emitter -> emitter.queue().close())
                            .toArray(CompletableFuture[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives up what paused emitters hold: in the time left they would deliver nothing. */
    void endPaused() {
        emitters.all().stream()
                .filter(emitter -> !emitter.queue().isPersistent())
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
        emitters.all().forEach(emitter -> {
            emitter.lane().takeOut(waiting -> true);
            emitter.lane().taken().forEach(pipeline::abandon);
        });
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

    QueueThreads queueThreads() {
        return queueThreads;
    }

    ExecutorService continuations() {
        return continuations;
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
        started = context.isStarted();
        ServiceHelper.startService(transport, deadLetters, pipeline);
    }

    @Override
    protected void doStop() {
        emitters.all().forEach(emitter -> emitter.queue().endPuts());
        context.getExecutorServiceManager().shutdownNow(queueThreads.sending());
        context.getExecutorServiceManager().shutdownNow(queueThreads.connecting());
        context.getExecutorServiceManager().shutdownNow(retries);
        workers.stop();
        context.getExecutorServiceManager().shutdown(continuations);
        context.getExecutorServiceManager().shutdown(listenerThreads);
        ServiceHelper.stopAndShutdownServices(pipeline, deadLetters, transport);
    }
}
