package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * The way into a queue. A send waits for the broker on a thread of its own: so it is no part of a transaction of the caller,
 * and has an end also when the broker gives no answer. To a broker in this process, where both hold anyway, a caller who may
 * block sends himself, which spares two changes of threads. Thread safe.
 */
final class Sends {
    /** So long trouble is told after a send that failed, if none follows: who heeds it may send no more. */
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private final CamelContext context;
    private final QueueUri uri;
    private final QueueThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Send> open = ConcurrentHashMap.newKeySet();
    private @Nullable Producer producer;
    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();
    private final AtomicBoolean forgetting = new AtomicBoolean();

    /** Each its own, whatever it says. */
    private static final class Trouble {
        private final String how;

        Trouble(String how) {
            this.how = how;
        }
    }

    Sends(CamelContext context, QueueUri uri, QueueThreads threads) {
        this.context = context;
        this.uri = uri;
        this.threads = threads;
    }

    /**
     * Completed when the broker has stored the delivery; fails if it has not said so within that time.
     *
     * @param mayBlock whether the caller has nothing else to do until then
     */
    CompletableFuture<Void> send(QueuedDelivery delivery, @Nullable String group, Duration patience, boolean mayBlock) {
        Send send = new Send();
        Executor maker = mayBlock && uri.sendsOnCaller() ? Runnable::run : threads.sending();
        try {
            Future<?> limit = threads.timer().after(patience, () -> end(send, "does not answer"));
            open.add(send);
            send.stored().whenComplete((done, failure) -> {
                limit.cancel(false);
                open.remove(send);
            });
            maker.execute(() -> make(send, delivery, group));
        } catch (RejectedExecutionException e) {
            send.stored().completeExceptionally(refused("has too many sends under way"));
        }
        return send.stored();
    }

    private void make(Send send, QueuedDelivery delivery, @Nullable String group) {
        try {
            if (send.make(() -> produce(delivery, group))) {
                forgetTrouble();
                send.stored().complete(null);
            }
        } catch (Exception e) {
            boolean interrupted =
                    Causes.isInterrupt(e) || Thread.currentThread().isInterrupted();
            if (interrupted && !send.isCut()) {
                // It is meant for the caller, or it is a stop: no trouble of the queue, and to be seen by whoever goes
                // on here.
                Thread.currentThread().interrupt();
                send.stored()
                        .completeExceptionally(new QueueRefusedException("has not confirmed it before an interrupt"));
            } else if (!send.stored().isDone()) {
                send.stored().completeExceptionally(refused("cannot be reached or is full (" + Causes.nameOf(e) + ")"));
            }
        }
    }

    private void end(Send send, String how) {
        // The trouble first: whoever hears of the end may look for it.
        if (!send.stored().isDone() && !send.end(refused(how)) && !send.stored().isCompletedExceptionally()) {
            forgetTrouble();
        }
    }

    private void produce(QueuedDelivery delivery, @Nullable String group) throws Exception {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
        MessageForm.write(delivery, group, exchange);
        producer().process(exchange);
        Exception failure = exchange.getException();
        if (failure != null) {
            throw failure;
        }
    }

    private QueueRefusedException refused(String how) {
        Trouble now = new Trouble(how);
        trouble.set(now);
        if (forgetting.compareAndSet(false, true)) {
            forgetLater(now);
        }
        return new QueueRefusedException(how);
    }

    private void forgetLater(Trouble known) {
        try {
            threads.timer().after(MEMORY, () -> {
                trouble.compareAndSet(known, null);
                Trouble younger = trouble.get();
                if (younger == null) {
                    forgetting.set(false);
                    // One that came before that has not begun to be forgotten.
                    younger = trouble.get();
                    if (younger == null || !forgetting.compareAndSet(false, true)) {
                        return;
                    }
                }
                forgetLater(younger);
            });
        } catch (RejectedExecutionException e) {
            // The component has ended, and nobody asks any more.
            forgetting.set(false);
        }
    }

    /** A send has worked, or the broker is back. */
    void forgetTrouble() {
        trouble.set(null);
    }

    private Producer producer() throws Exception {
        lock.lock();
        try {
            Producer existing = producer;
            if (existing == null) {
                Endpoint endpoint = uri.producing();
                existing = endpoint.createProducer();
                ServiceHelper.startService(endpoint, existing);
                producer = existing;
            }
            return existing;
        } finally {
            lock.unlock();
        }
    }

    /** Ends those under way: their time limits end with this component. */
    void end() {
        open.forEach(
                send -> send.end(new QueueRefusedException("has not confirmed it before the end of its component")));
    }

    void close() {
        lock.lock();
        try {
            ServiceHelper.stopAndShutdownService(producer);
            producer = null;
        } finally {
            lock.unlock();
        }
    }

    /** What went wrong with the last send; empty: nothing. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble.get()).map(known -> known.how);
    }
}
