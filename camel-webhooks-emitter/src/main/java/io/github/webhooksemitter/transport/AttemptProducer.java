package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpProducer;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;

/** Makes its POST from the exchange's {@link Attempt} and from nothing else in the exchange, and turns what comes into a value. */
final class AttemptProducer extends HttpProducer {

    private static final List<String> TRACE_HEADERS = List.of("traceparent", "tracestate");

    private final AttemptEndpoint endpoint;

    AttemptProducer(AttemptEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Attempt attempt = exchange.getProperty(Attempt.PROPERTY, Attempt.class);
        if (attempt == null) {
            throw new IllegalStateException("exchange property " + Attempt.PROPERTY + " holds no Attempt");
        }
        AttemptRequest request = request(attempt, exchange);
        endpoint.client().enter();
        try {
            attempt.begin(request);
            run(exchange, attempt, request);
            if (attempt.statusCode() > 0) {
                // where tracers look for it
                exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, attempt.statusCode());
            }
        } finally {
            endpoint.client().leave();
        }
    }

    private void run(Exchange exchange, Attempt attempt, AttemptRequest request) {
        Deadlines deadlines = endpoint.client().deadlines();
        deadlines.watch(attempt);
        try {
            executeMethod(exchange, attempt.target().host(), request, reply -> reply);
        } catch (IOException | HttpException | RuntimeException | Error e) {
            // An error, too, is an attempt that came to nothing: let through, it would take the emitter's slot with it.
            attempt.failed(e);
        } finally {
            deadlines.forget(attempt);
            attempt.end();
        }
    }

    private AttemptRequest request(Attempt attempt, Exchange exchange) {
        AttemptRequest request = new AttemptRequest(attempt, trace(attempt, exchange));
        Header authorization = endpoint.authorization();
        if (authorization != null) {
            request.addHeader(authorization);
        }
        if (endpoint.isDirect()) {
            request.addFramingHeaders();
        }
        return request;
    }

    private static List<Header> trace(Attempt attempt, Exchange exchange) {
        if (!attempt.propagatesTrace()) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(TRACE_HEADERS.size());
        for (String name : TRACE_HEADERS) {
            String value = exchange.getMessage().getHeader(name, String.class);
            // the header may be the user's own, so it may be anything
            if (value != null && !value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                headers.add(new BasicHeader(name, value));
            }
        }
        return headers;
    }
}
