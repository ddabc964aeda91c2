package io.github.webhooksemitter.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs what is to be done once for what happens within a few milliseconds. Thread safe. */
final class Soon {
    /** Little beside an attempt, and much beside the time that it takes to wake a thread. */
    private static final long MILLIS = 5;

    private static final Executor TIMER =
            CompletableFuture.delayedExecutor(MILLIS, TimeUnit.MILLISECONDS, Runnable::run);

    private Soon() {}

    /** Runs a task in 5 ms, on the thread of a timer of the JDK: it must be short, and wait for nothing. */
    static void run(Runnable task) {
        TIMER.execute(task);
    }
}
