package io.github.webhooksemitter.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A source that acknowledges a message when its exchange has completed and sends it again, in a new exchange, when that
 * failed: as a broker does for a transacted or late acknowledging consumer.
 */
public final class AcknowledgingSource extends DefaultEndpoint {
    private final boolean transacted;
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();
    private volatile DefaultConsumer consumer;

    /** With a transacted exchange all steps of a route run on the thread of the source. */
    public AcknowledgingSource(Stage stage, boolean transacted) {
        super("acknowledging:source", null);
        this.transacted = transacted;
        setCamelContext(stage.context());
    }

    /** Delivers a message to the route until it is acknowledged. */
    public void deliver(String messageId) {
        Exchange exchange = consumer.createExchange(false);
        exchange.getExchangeExtension().setTransacted(transacted);
        exchange.getIn().setBody("{}");
        exchange.getIn().setHeader("messageId", messageId);
        exchange.getExchangeExtension().addOnCompletion(new Synchronization() {
            @Override
            public void onComplete(Exchange completed) {
                acknowledged.add(messageId);
            }

            @Override
            public void onFailure(Exchange failed) {
                failures.add(failed.getException());
                new Thread(() -> deliver(messageId)).start();
            }
        });
        AsyncCallback nothingMore = doneSync -> {};
        consumer.getAsyncProcessor().process(exchange, nothingMore);
    }

    /** The ids of messages that were acknowledged. */
    public List<String> acknowledged() {
        return acknowledged;
    }

    /** What exchanges failed with. */
    public List<Exception> failures() {
        return failures;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        consumer = new DefaultConsumer(this, processor);
        return consumer;
    }

    @Override
    public boolean isSingleton() {
        return true;
    }
}
