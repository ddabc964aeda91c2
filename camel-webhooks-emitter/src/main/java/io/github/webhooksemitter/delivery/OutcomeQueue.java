package io.github.webhooksemitter.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes that wait for one listener: told one after the other, in order, on a thread that no delivery needs. Bounded:
 * what a slow listener has no place for is dropped and counted. Thread safe.
 */
public final class OutcomeQueue {
    /** Outcomes that wait for one listener at most. */
    public static final int CAPACITY = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeQueue.class);

    private final BlockingQueue<OutcomeEvent> waiting = new LinkedBlockingQueue<>(CAPACITY);
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final String listener;
    private final Set<Outcome> wanted;
    private final Consumer<OutcomeEvent> tell;
    private final Executor threads;
    private volatile boolean held;

    OutcomeQueue(String listener, Set<Outcome> wanted, Consumer<OutcomeEvent> tell, Executor threads) {
        this.listener = listener;
        this.wanted = wanted;
        this.tell = tell;
        this.threads = threads;
    }

    boolean wants(Outcome outcome) {
        return wanted.contains(outcome);
    }

    /** Puts an outcome in for the listener; false: there was no place, it is dropped. */
    boolean offer(OutcomeEvent event) {
        if (waiting.offer(event)) {
            start();
            return true;
        }
        long all = dropped.incrementAndGet();
        // At the first one, and whenever their number has doubled.
        if ((all & (all - 1)) == 0) {
            LOG.warn(
                    "The listener {} is too slow: {} outcomes were dropped so far. No delivery is delayed.",
                    listener,
                    all);
        }
        return false;
    }

    /** Tells nothing, or goes on telling; meanwhile outcomes wait. */
    public void hold(boolean holds) {
        held = holds;
        start();
    }

    /** Ends it: what has not been told yet is dropped; how many. */
    int close() {
        hold(true);
        List<OutcomeEvent> untold = new ArrayList<>();
        waiting.drainTo(untold);
        dropped.addAndGet(untold.size());
        return untold.size();
    }

    private void start() {
        if (!held && !waiting.isEmpty() && telling.compareAndSet(false, true)) {
            try {
                threads.execute(this::tellAll);
            } catch (RejectedExecutionException e) {
                // The component has stopped: nobody is told any more, and no delivery is to fail for it.
                telling.set(false);
            }
        }
    }

    private void tellAll() {
        try {
            while (!held) {
                OutcomeEvent next = waiting.poll();
                if (next == null) {
                    return;
                }
                tell.accept(next);
            }
        } finally {
            telling.set(false);
            start();
        }
    }

    /** Outcomes that have not been told yet, the one just being told included. */
    public int size() {
        return waiting.size() + (telling.get() ? 1 : 0);
    }

    /** Outcomes that were dropped because this listener was too slow. */
    public long dropped() {
        return dropped.get();
    }
}
