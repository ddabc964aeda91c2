package io.github.webhooksemitter.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
 * The way into a queue. Each send waits for the broker on a thread of its own, never on the caller's: so it is no part of a
 * transaction of the caller, and has an end also when the broker gives no answer. Thread safe.
 */
final class Sends {
    private final CamelContext context;
    private final QueueUri uri;
    private final QueueThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Producer producer;
    private volatile @Nullable String trouble;

    Sends(CamelContext context, QueueUri uri, QueueThreads threads) {
        this.context = context;
        this.uri = uri;
        this.threads = threads;
    }

    /** Completed when the broker has stored the delivery; fails if it has not said so within that time. */
    CompletableFuture<Void> send(QueuedDelivery delivery, @Nullable String group, Duration patience) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            Future<?> send = threads.sending().submit(() -> sendNow(delivery, group, stored));
            Future<?> limit = threads.timer().after(patience, () -> {
                if (stored.completeExceptionally(refused("does not answer"))) {
                    // It may hang in a broker that takes nothing for now, and would otherwise send this later.
                    send.cancel(true);
                }
            });
            stored.whenComplete((done, failure) -> limit.cancel(false));
        } catch (RejectedExecutionException e) {
            stored.completeExceptionally(refused("has too many sends under way"));
        }
        return stored;
    }

    private void sendNow(QueuedDelivery delivery, @Nullable String group, CompletableFuture<Void> stored) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOnly);
        MessageForm.write(delivery, group, exchange);
        try {
            producer().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                throw failure;
            }
            trouble = null;
            stored.complete(null);
        } catch (Exception e) {
            if (!stored.isDone()) {
                stored.completeExceptionally(refused("cannot be reached or is full (" + Causes.nameOf(e) + ")"));
            }
        }
    }

    private QueueRefusedException refused(String how) {
        trouble = how;
        return new QueueRefusedException(how);
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
        return Optional.ofNullable(trouble);
    }
}
