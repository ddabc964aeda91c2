package io.github.webhooksemitter.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.util.concurrent.ThreadType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that make attempts: as many as attempts in flight. Virtual ones where the context has them on; else a
 * bounded number, of which one emitter can have half at most: so a hanging receiver leaves threads to the others, whatever
 * its concurrency.
 *
 * <p>A task takes an idle thread first, then a new one, and waits where as many are busy as {@link WorkerBound} says, which
 * looks again every few milliseconds while a task waits. The JDK's pool with a bound and a queue starts a new thread for
 * every task up to its core size, idle ones or not; with a {@code LinkedTransferQueue} that prefers idle ones, idle threads
 * of JDK 17 spin for ever (JDK-8301341).
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MOST_PLATFORM_THREADS = 512;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** After so many steps of its work a worker lets others have its thread. */
    private static final int TURN = 32;

    private final CamelContext context;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer;
    private final int mostForOne;
    private final WorkerBound bound;
    private final AtomicInteger busy = new AtomicInteger();
    private final Queue<Work> waiting = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean looking = new AtomicBoolean();
    private final CpuUse cpu = new CpuUse();
    private final AtomicInteger moved = new AtomicInteger();
    private volatile int looks;
    /** A thread that was wanted could not be started, and since then no look has found nothing waiting. */
    private final AtomicBoolean starved = new AtomicBoolean();

    Workers(CamelContext context, Object owner) {
        this.context = context;
        threads = context.getExecutorServiceManager().newCachedThreadPool(owner, "WebhooksEmitter");
        timer = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(owner, "WebhooksEmitterLook");
        // Its thread at once: it is needed most where no other one can be started.
        timer.execute(() -> {});
        boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
        mostForOne = virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS / 2;
        bound = new WorkerBound(
                Runtime.getRuntime().availableProcessors(), virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS);
    }

    /** Something to do step by step. */
    @FunctionalInterface
    interface Work {
        /**
         * Makes one step.
         *
         * @return whether there is another one
         */
        boolean step();
    }

    /**
     * Runs a task on a thread of its own, as soon as there is one. Never blocks.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the component is stopped
     */
    @Override
    public void execute(Runnable task) {
        execute(() -> {
            task.run();
            return false;
        });
    }

    /**
     * Makes all steps of some work on a thread of its own; after some of them others who wait have their turn.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the component is stopped
     */
    void execute(Work work) {
        if (!waiting.isEmpty() || !mayStart()) {
            waiting.add(work);
            startWaiting();
        } else if (!start(work)) {
            lookSoon();
        }
    }

    private boolean mayStart() {
        int now = bound.now();
        return busy.getAndUpdate(count -> count < now ? count + 1 : count) < now;
    }

    /** False: there is no thread to be had now, and the work waits. */
    private boolean start(Work first) {
        boolean started = false;
        try {
            threads.execute(() -> work(first));
            started = true;
        } catch (OutOfMemoryError e) {
            // What was accepted is not to be lost with it. The message is the JVM's own.
            if (starved.compareAndSet(false, true)) {
                LOG.error("No thread can be started for attempts, which wait for one: {}", e.getMessage());
            }
            waiting.add(first);
        } finally {
            if (!started) {
                busy.decrementAndGet();
            }
        }
        return started;
    }

    private void work(Work first) {
        int seen = looks - 1;
        for (Optional<Work> work = Optional.of(first); work.isPresent(); work = next()) {
            boolean more = true;
            for (int i = 0; more && (i < TURN || waiting.isEmpty()); i++) {
                if (seen != looks) {
                    seen = looks;
                    moved.incrementAndGet();
                }
                more = step(work.get());
            }
            if (more) {
                waiting.add(work.get());
            }
        }
        // Once more after the slot is free: a task may have come to wait between the last look and that.
        if (!threads.isShutdown()) {
            startWaiting();
        }
    }

    /** What a worker does next; empty: there is nothing for it, and its slot is free. */
    private Optional<Work> next() {
        int now = bound.now();
        if (busy.getAndUpdate(count -> count > now ? count - 1 : count) > now) {
            return Optional.empty();
        }
        Optional<Work> next = Optional.ofNullable(waiting.poll());
        if (next.isEmpty()) {
            busy.decrementAndGet();
        }
        return next;
    }

    private void startWaiting() {
        boolean hasThreads = true;
        while (hasThreads && !waiting.isEmpty() && mayStart()) {
            hasThreads = next().map(this::start).orElse(true);
        }
        if (!waiting.isEmpty()) {
            lookSoon();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() lets nothing out that a future would have to tell
    private void lookSoon() {
        if (looking.compareAndSet(false, true)) {
            timer.schedule(this::look, BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Workers that came and went are counted as moved, so that the number of the others is one of the least. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one at a time
    private void look() {
        bound.look(Math.max(0, busy.get() - moved.getAndSet(0)), cpu.lately());
        looks = looks + 1;
        looking.set(false);
        if (waiting.isEmpty()) {
            starved.set(false);
        }
        startWaiting();
    }

    /** Makes all steps of some work on the thread of the caller. */
    void workHere(Work work) {
        for (boolean more = true; more; ) {
            more = step(work);
        }
    }

    /**
     * Camel lets an error of a user's route (a dead letter's) through, and would leave on this thread what is to follow in
     * its own queue: the end of the delivery, and with it the emitter's slot.
     */
    private boolean step(Work work) {
        try {
            return work.step();
        } catch (Throwable e) {
            LOG.error(
                    "A task ended in {}: a route that handles a dead letter, if any, has failed.",
                    e.getClass().getName());
            ReactiveExecutor left = context.getCamelContextExtension().getReactiveExecutor();
            while (left.executeFromQueue()) {
                LOG.trace("Ran what the task had left");
            }
            return false;
        }
    }

    /** How many attempts one emitter can have in flight. */
    int mostForOne() {
        return mostForOne;
    }

    void stop() {
        context.getExecutorServiceManager().shutdownNow(threads);
        context.getExecutorServiceManager().shutdownNow(timer);
    }
}
