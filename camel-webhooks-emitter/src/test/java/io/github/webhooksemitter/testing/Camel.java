package io.github.webhooksemitter.testing;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context of a test's own, started, which stops soon whatever its receivers do. */
public final class Camel implements AutoCloseable {
    private final DefaultCamelContext context;
    private final ProducerTemplate template;

    private Camel(DefaultCamelContext context) {
        this.context = context;
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        template = context.createProducerTemplate();
    }

    public static Camel start() {
        return new Camel(Contexts.create());
    }

    /** Starts a context that a test has prepared. */
    public static Camel start(DefaultCamelContext context) {
        return new Camel(context);
    }

    public DefaultCamelContext context() {
        return context;
    }

    /** Sends, and returns the exchange as it is afterwards, its exception in it. */
    public Exchange send(String uri, Object body, Map<String, Object> headers) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
    }

    /** Sends, and throws what failed. */
    public Exchange emit(String uri, Object body, Map<String, Object> headers) {
        Exchange exchange = send(uri, body, headers);
        if (exchange.getException() != null) {
            throw new AssertionError("The emit failed.", exchange.getException());
        }
        return exchange;
    }

    public Exchange emit(String uri, Object body) {
        return emit(uri, body, Map.of());
    }

    @Override
    public void close() {
        context.stop();
    }
}
