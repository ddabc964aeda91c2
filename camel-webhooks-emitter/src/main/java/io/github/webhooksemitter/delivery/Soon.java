package io.github.webhooksemitter.delivery;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what is to be done once for what happens within a few milliseconds. Thread safe.
 *
 * <p>Not on the timer of {@code CompletableFuture}, where code of the application can wait for what is to be done here; and
 * not on one of a component, as deliveries of all components wait for the same bytes. Its thread ends when there is
 * nothing to do, so that it keeps no class loader.
 */
final class Soon {
    /** Little beside an attempt, and much beside the time that it takes to wake a thread. */
    private static final long MILLIS = 5;

    private static final long IDLE_SECONDS = 1;

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private Soon() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, "WebhooksEmitterSoon", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /**
     * Runs a task in 5 ms. It must be short, and wait for nothing.
     *
     * @return false: there is no thread to be had, so the caller does it himself, with the locks that he holds. The task may
     *     run all the same, later
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the tasks throw nothing that a future would have to tell
    static boolean run(Runnable task) {
        try {
            TIMER.schedule(task, MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }
}
