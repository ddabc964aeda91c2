package io.github.webhooksemitter.queue;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a consumer of a queue: from a connection to its loss, or to the end. Thread safe. */
final class Subscription implements Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** Where camel-sjms puts the session of a message. */
    private static final String SESSION = "CamelJMSSession";

    /** How often the broker can give out again what is not taken, or cannot be read. */
    private static final long BRAKE_MILLIS = 100;

    private final String emitterId;
    private final QueueListener listener;
    private final Endpoint endpoint;
    private final Consumer consumer;
    private final AtomicInteger inHand = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean retired;
    /** Whether the last message could not be read. */
    private volatile boolean puzzled;

    private volatile boolean lost;

    private Subscription(String emitterId, QueueUri uri, int concurrency, QueueListener listener, Fate fate)
            throws Exception {
        this.emitterId = emitterId;
        this.listener = listener;
        endpoint = uri.consuming(concurrency);
        uri.watch(
                endpoint,
                concurrency,
                () -> {
                    boolean first = !lost;
                    lost = true;
                    listener.lost(this);
                    if (first) {
                        fate.lost(this);
                    }
                },
                () -> {
                    lost = false;
                    fate.connected(this);
                });
        consumer = endpoint.createConsumer(this::process);
    }

    /** Who is told what becomes of it. */
    interface Fate {
        void connected(Subscription which);

        void lost(Subscription which);
    }

    /** Connects a consumer. */
    static Subscription start(String emitterId, QueueUri uri, int concurrency, QueueListener listener, Fate fate)
            throws Exception {
        Subscription subscription = new Subscription(emitterId, uri, concurrency, listener, fate);
        try {
            ServiceHelper.startService(subscription.endpoint, subscription.consumer);
            return subscription;
        } catch (RuntimeException e) {
            subscription.stop();
            throw e;
        }
    }

    @Override
    public boolean isLost() {
        return lost;
    }

    /**
     * Takes nothing more.
     *
     * @return completed when its listener has nothing in hand
     */
    CompletableFuture<Void> retire() {
        retired = true;
        if (inHand.get() == 0) {
            idle.complete(null);
        }
        return idle;
    }

    /** Gives out nothing more; waits for what its listener has in hand, though not without end. */
    void stop() {
        retired = true;
        stopping.countDown();
        ServiceHelper.stopAndShutdownServices(consumer, endpoint);
        stopped.countDown();
    }

    private void process(Exchange exchange) throws Exception {
        Object body = exchange.getIn().getBody();
        Optional<QueuedDelivery> delivery;
        try {
            delivery = MessageForm.read(body);
            puzzled = false;
        } catch (JMSException e) {
            unreadable(e);
            giveBack(exchange);
            return;
        }
        if (delivery.isEmpty()) {
            LOG.error(
                    "The queue of the emitter {} has a message that is no delivery, {}: it is taken out unread. Only"
                            + " webhooks-emitter may send to this queue.",
                    emitterId,
                    MessageForm.name(body));
        } else if (!take(delivery.get())) {
            giveBack(exchange);
        }
    }

    private void unreadable(JMSException e) throws InterruptedException {
        if (!lost && !puzzled) {
            LOG.warn(
                    "A delivery of the emitter {} cannot be read from its queue for now ({}): it stays there, and is"
                            + " read again until that works.",
                    emitterId,
                    Causes.nameOf(e));
        }
        puzzled = true;
        pause(BRAKE_MILLIS);
    }

    /**
     * What is given back the broker gives out again, to the same session as long as that takes some, and counts it as
     * attempted. So one that is to end takes no more; or, where it cannot be told, waits for the stop.
     */
    private void giveBack(Exchange exchange) throws JMSException, InterruptedException {
        WatchedConnections.WatchedSession session =
                exchange.getProperty(SESSION, WatchedConnections.WatchedSession.class);
        if (retired && session == null) {
            stopping.await();
            pause(BRAKE_MILLIS);
        }
        keep(exchange);
        if (retired && session != null) {
            // Afterwards: else another consumer could get what is behind this one first.
            session.takeNothingMore();
        }
    }

    private void pause(long millis) throws InterruptedException {
        if (stopped.await(millis, TimeUnit.MILLISECONDS)) {
            LOG.trace("The consumer of the emitter {} has stopped", emitterId);
        }
    }

    private boolean take(QueuedDelivery delivery) {
        inHand.incrementAndGet();
        try {
            return !retired && listener.take(delivery, this);
        } finally {
            if (inHand.decrementAndGet() == 0 && retired) {
                idle.complete(null);
            }
        }
    }

    /** By a rollback of its session where there is one to be had: an exception would be logged as a failure. */
    private static void keep(Exchange exchange) throws JMSException {
        Session session = exchange.getProperty(SESSION, Session.class);
        if (session == null) {
            throw new Kept();
        }
        session.rollback();
    }

    /** Tells a consumer to leave its message in the queue. */
    private static final class Kept extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Kept() {
            super("The delivery stays in its queue.", null, false, false);
        }
    }
}
