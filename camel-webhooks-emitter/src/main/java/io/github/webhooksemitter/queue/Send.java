package io.github.webhooksemitter.queue;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A send that waits for its broker, and can be ended: the thread that makes it is interrupted then. Thread safe. */
final class Send {
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private @Nullable Thread maker;
    private boolean cut;

    /** What makes a send: it returns when the broker has confirmed it. */
    interface Making {
        /** Sends, and waits. */
        void run() throws Exception;
    }

    /** To be completed by whoever makes it. */
    CompletableFuture<Void> stored() {
        return stored;
    }

    /**
     * Makes it on this thread.
     *
     * @return false: it had been ended before
     */
    boolean make(Making making) throws Exception {
        try {
            boolean wanted = begin();
            if (wanted) {
                making.run();
            }
            return wanted;
        } finally {
            finish();
        }
    }

    private synchronized boolean begin() {
        maker = Thread.currentThread();
        return !stored.isDone();
    }

    /** The interrupt of {@link #end} is not to reach what this thread does next, which may be its caller's business. */
    private synchronized void finish() {
        maker = null;
        if (cut) {
            Thread.interrupted();
        }
    }

    /**
     * Fails it, if nothing is known of it yet. It may hang in a broker that takes nothing for now, and is not to be sent later.
     *
     * @return whether it has failed by that
     */
    boolean end(Exception why) {
        // First of all, so that the thread that is interrupted finds it ended.
        boolean ends = stored.completeExceptionally(why);
        if (ends) {
            cut();
        }
        return ends;
    }

    /** Whether its thread was interrupted to end it, and by nobody else as far as one can tell. */
    synchronized boolean isCut() {
        return cut;
    }

    private synchronized void cut() {
        if (maker != null) {
            cut = true;
            maker.interrupt();
        }
    }
}
