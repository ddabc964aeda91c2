package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The threads that talk to brokers: none of them makes an attempt, so that a broker that hangs holds up no memory queue.
 *
 * @param sending for sends, each of which waits for the broker's confirmation; refuses what is too much
 * @param connecting opens and closes consumers
 * @param timer runs something after a time, on another thread than its own
 */
public record QueueThreads(ExecutorService sending, ExecutorService connecting, Timer timer) {
    /** Runs something later. */
    @FunctionalInterface
    public interface Timer {
        /** Runs a task after a time, unless it is cancelled before. */
        Future<?> after(Duration wait, Runnable task);
    }
}
