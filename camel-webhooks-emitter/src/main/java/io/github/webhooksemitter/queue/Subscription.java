package io.github.webhooksemitter.queue;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a consumer of a queue: from a connection to its loss, or to the end. Thread safe. */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** Where camel-sjms puts the session of a message. */
    private static final String SESSION = "CamelJMSSession";

    private final String emitterId;
    private final QueueListener listener;
    private final Endpoint endpoint;
    private final Consumer consumer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    private Subscription(
            String emitterId,
            QueueUri uri,
            int concurrency,
            QueueListener listener,
            java.util.function.Consumer<Subscription> lost)
            throws Exception {
        this.emitterId = emitterId;
        this.listener = listener;
        endpoint = uri.consuming(concurrency);
        ExceptionListener told = exception -> lost.accept(this);
        uri.set(endpoint, "exceptionListener", told);
        if (uri.kind() == BrokerKind.SJMS) {
            uri.set(endpoint, QueueUri.CONNECTION_FACTORY, new WatchedConnections(uri.connections(endpoint), told));
        }
        consumer = endpoint.createConsumer(this::process);
    }

    /**
     * Connects a consumer.
     *
     * @param lost called when it has lost its connection
     */
    static Subscription start(
            String emitterId,
            QueueUri uri,
            int concurrency,
            QueueListener listener,
            java.util.function.Consumer<Subscription> lost)
            throws Exception {
        Subscription subscription = new Subscription(emitterId, uri, concurrency, listener, lost);
        try {
            ServiceHelper.startService(subscription.endpoint, subscription.consumer);
            return subscription;
        } catch (RuntimeException e) {
            subscription.stop();
            throw e;
        }
    }

    /** Gives out nothing more; what its listener has in hand is its to keep. */
    void stop() {
        stopping = true;
        ServiceHelper.stopAndShutdownServices(consumer, endpoint);
        stopped.countDown();
    }

    private void process(Exchange exchange) throws Exception {
        Object body = exchange.getIn().getBody();
        Optional<QueuedDelivery> delivery = MessageForm.read(body);
        if (delivery.isEmpty()) {
            LOG.error(
                    "The queue of the emitter {} has a message that is no delivery, {}: it is taken out unread. Only"
                            + " webhooks-emitter may send to this queue.",
                    emitterId,
                    MessageForm.name(body));
        } else if (stopping) {
            // The broker would give it out again at once, and again, until the stop has come to this session.
            boolean ignored = stopped.await(100, TimeUnit.MILLISECONDS);
            keep(exchange);
        } else if (!listener.take(delivery.get())) {
            keep(exchange);
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
