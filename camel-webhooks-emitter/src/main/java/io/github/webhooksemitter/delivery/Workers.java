package io.github.webhooksemitter.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.util.concurrent.ThreadType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that make attempts: as many as attempts in flight. Virtual ones where the context has them on; else a
 * bounded pool, of which one emitter can have half at most: so a hanging receiver leaves threads to the others, whatever
 * its concurrency.
 */
final class Workers implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final int MOST_PLATFORM_THREADS = 512;

    private final CamelContext context;
    private final ExecutorService threads;
    private final int mostForOne;

    Workers(CamelContext context, Object owner) {
        this.context = context;
        boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
        threads = virtual
                ? context.getExecutorServiceManager().newCachedThreadPool(owner, "WebhooksEmitter")
                : pool(context);
        mostForOne = virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS / 2;
    }

    /**
     * A pool that takes an idle thread first, then a new one, and queues only beyond its bound. The JDK's with a queue of
     * the usual kind starts a new thread for every task up to its core size, idle ones or not.
     */
    private static ExecutorService pool(CamelContext context) {
        IdleThreadFirst queue = new IdleThreadFirst();
        return new ThreadPoolExecutor(
                0,
                MOST_PLATFORM_THREADS,
                60,
                TimeUnit.SECONDS,
                queue,
                task -> context.getExecutorServiceManager().newThread("WebhooksEmitter", task),
                (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("The component webhooks-emitter is stopped.");
                    }
                    queue.put(task);
                });
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> run(task));
    }

    /**
     * Camel lets an error of a user's route (a dead letter's) through, and would leave on this thread what is to follow in
     * its own queue: the end of the delivery, and with it the emitter's slot.
     */
    private void run(Runnable task) {
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
        return threads instanceof ThreadPoolExecutor pool && !pool.getQueue().isEmpty();
    }

    /** How many attempts one emitter can have in flight. */
    int mostForOne() {
        return mostForOne;
    }

    void stop() {
        context.getExecutorServiceManager().shutdownNow(threads);
    }

    private static final class IdleThreadFirst extends LinkedTransferQueue<Runnable> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
