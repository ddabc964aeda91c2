package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of a queue: one consumer after the other, each until its connection is lost. Thread safe.
 *
 * <p>Not left to camel-sjms: its container recovers from one loss only, since it never forgets the task of its first
 * recovery (SimpleMessageListenerContainer of 4.17.0), and gives up where the broker is down at the start: see {@link
 * WatchedConnections}.
 */
final class Subscriptions implements Subscription.Fate {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /** Before the first try to connect again. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final String emitterId;
    private final QueueUri uri;
    private final QueueThreads threads;
    private final QueueListener listener;
    private final Runnable backAgain;

    /** Held while a consumer connects, which can take a while. */
    private final ReentrantLock lock = new ReentrantLock();

    private int concurrency;
    private volatile boolean wanted;
    private volatile @Nullable Subscription current;
    private volatile @Nullable String trouble;

    /** @param backAgain runs when a queue is reached that was not */
    Subscriptions(String emitterId, QueueUri uri, QueueThreads threads, QueueListener listener, Runnable backAgain) {
        this.emitterId = emitterId;
        this.uri = uri;
        this.threads = threads;
        this.listener = listener;
        this.backAgain = backAgain;
    }

    void open(int deliveries) {
        inTurn(() -> {
            wanted = true;
            concurrency = deliveries;
            connect(SHORTEST_WAIT);
        });
    }

    /** The deliveries in hand go back first; attempts under way may end, so that none is made twice. */
    void reopen(int deliveries) {
        inTurn(() -> {
            concurrency = deliveries;
            Subscription old = current;
            if (old != null) {
                CompletableFuture<Void> idle = old.retire();
                listener.lost(old);
                idle.thenRun(() -> replace(old));
            }
        });
    }

    CompletableFuture<Void> close() {
        Subscription open = current;
        if (open != null) {
            open.retire();
        }
        return CompletableFuture.runAsync(
                () -> locked(() -> {
                    wanted = false;
                    stop();
                }),
                threads.connecting());
    }

    /** One after the other, on a thread that may wait for the broker. */
    private void inTurn(Runnable change) {
        threads.connecting().execute(() -> locked(change));
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        Subscription last = current;
        current = null;
        if (last != null) {
            last.stop();
        }
    }

    private void connect(Duration wait) {
        if (!wanted || current != null) {
            return;
        }
        try {
            current = Subscription.start(emitterId, uri, concurrency, listener, this);
        } catch (Exception e) {
            notice("cannot be reached (" + Causes.nameOf(e) + ")");
            Duration next = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            connectLater(next);
        }
    }

    private void connectLater(Duration wait) {
        threads.timer().after(wait, () -> inTurn(() -> connect(wait)));
    }

    private void notice(String how) {
        if (trouble == null) {
            LOG.warn(
                    "The queue of the emitter {} {}: what waits in it is kept, and it is tried until it is back.",
                    emitterId,
                    how);
        }
        trouble = how;
    }

    @Override
    public void connected(Subscription which) {
        if (trouble != null) {
            trouble = null;
            backAgain.run();
            LOG.info("The queue of the emitter {} is reached again.", emitterId);
        }
    }

    @Override
    public void lost(Subscription which) {
        if (wanted) {
            notice("has lost its connection");
        }
        if (uri.kind() == BrokerKind.SJMS) {
            // Spring's container connects again by itself.
            threads.timer().after(SHORTEST_WAIT, () -> replace(which));
        }
    }

    private void replace(Subscription which) {
        inTurn(() -> {
            if (current == which) {
                stop();
                connect(SHORTEST_WAIT);
            }
        });
    }

    /** What is wrong; empty: nothing that is known. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }
}
