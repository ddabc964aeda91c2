package io.github.webhooksemitter.delivery;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.util.concurrent.ThreadType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that make attempts: as many as attempts in flight. Virtual ones where the context has them on; else a
 * bounded number, of which one emitter can have half at most: so a hanging receiver leaves threads to the others, whatever
 * its concurrency.
 *
 * <p>A task takes an idle thread first, then a new one, and waits only where all that there may be are busy. The JDK's pool
 * with a bound and a queue starts a new thread for every task up to its core size, idle ones or not; with a
 * {@code LinkedTransferQueue} that prefers idle ones, idle threads of JDK 17 spin for ever (JDK-8301341).
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MOST_PLATFORM_THREADS = 512;

    private final CamelContext context;
    private final ExecutorService threads;
    private final int most;
    private final int mostForOne;
    private final AtomicInteger busy = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    Workers(CamelContext context, Object owner) {
        this.context = context;
        threads = context.getExecutorServiceManager().newCachedThreadPool(owner, "WebhooksEmitter");
        boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
        most = virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS;
        mostForOne = virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS / 2;
    }

    /**
     * Runs a task on a thread of its own, as soon as there is one. Never blocks.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the component is stopped
     */
    @Override
    public void execute(Runnable task) {
        if (waiting.isEmpty() && mayStart()) {
            start(task);
        } else {
            waiting.add(task);
            startWaiting();
        }
    }

    private boolean mayStart() {
        int now = busy.getAndUpdate(count -> Math.min(most, count + 1));
        return now < most;
    }

    private void start(@Nullable Runnable first) {
        boolean started = false;
        try {
            threads.execute(() -> work(first));
            started = true;
        } finally {
            if (!started) {
                busy.decrementAndGet();
            }
        }
    }

    /** One look more after the slot is free: a task may have come to wait between the last look and that. */
    private void work(@Nullable Runnable first) {
        for (Runnable task = first == null ? waiting.poll() : first; task != null; task = waiting.poll()) {
            runHere(task);
        }
        busy.decrementAndGet();
        if (!threads.isShutdown()) {
            startWaiting();
        }
    }

    private void startWaiting() {
        if (!waiting.isEmpty() && mayStart()) {
            start(null);
        }
    }

    /**
     * Runs a task on the thread of the caller.
     *
     * <p>Camel lets an error of a user's route (a dead letter's) through, and would leave on this thread what is to follow in
     * its own queue: the end of the delivery, and with it the emitter's slot.
     */
    void runHere(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error(
                    "A task ended in {}: a route that handles a dead letter, if any, has failed.",
                    e.getClass().getName());
            ReactiveExecutor left = context.getCamelContextExtension().getReactiveExecutor();
            while (left.executeFromQueue()) {
                LOG.trace("Ran what the task had left");
            }
        }
    }

    /** Whether a task waits for a thread; with a thread for each, none ever does. */
    boolean isAnyoneWaiting() {
        return !waiting.isEmpty();
    }

    /** How many attempts one emitter can have in flight. */
    int mostForOne() {
        return mostForOne;
    }

    void stop() {
        context.getExecutorServiceManager().shutdownNow(threads);
    }
}
