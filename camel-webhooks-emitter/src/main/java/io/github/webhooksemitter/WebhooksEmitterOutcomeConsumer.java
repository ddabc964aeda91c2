package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.DeliveryHeaders;
import io.github.webhooksemitter.delivery.Emitters;
import io.github.webhooksemitter.delivery.Origins;
import io.github.webhooksemitter.delivery.Outcome;
import io.github.webhooksemitter.delivery.OutcomeEvent;
import io.github.webhooksemitter.delivery.OutcomeQueue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Makes an exchange of each outcome of an emitter, in order, one at a time. A slow or failing route never delays a
 * delivery: what it has no place for is dropped and counted.
 */
@ManagedResource(description = "Outcomes of an emitter's deliveries")
public final class WebhooksEmitterOutcomeConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {
    private final WebhooksEmitterEndpoint endpoint;
    private final Set<Outcome> wanted;
    private volatile @Nullable OutcomeQueue queue;

    WebhooksEmitterOutcomeConsumer(WebhooksEmitterEndpoint endpoint, Processor processor, Set<Outcome> wanted) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.wanted = wanted;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(endpoint.getComponent());
        listen();
    }

    /** Outcomes wait until the route goes on, as far as there is a place for them. */
    @Override
    protected void doSuspend() {
        if (queue != null) {
            queue.hold(true);
        }
    }

    @Override
    protected void doResume() {
        if (queue != null) {
            queue.hold(false);
        }
    }

    @Override
    protected void doStop() throws Exception {
        ignore();
        super.doStop();
    }

    private void listen() {
        queue = emitters().listen(endpoint.getEmitterId(), String.valueOf(getRouteId()), wanted, this::tell);
    }

    private void ignore() {
        if (queue != null) {
            emitters().ignore(endpoint.getEmitterId(), queue);
        }
    }

    private Emitters emitters() {
        return endpoint.getComponent().service();
    }

    private void tell(OutcomeEvent outcome) {
        Exchange exchange = createExchange(false);
        try {
            describe(outcome, exchange.getIn());
            exchange.setProperty(Origins.PROPERTY, outcome.origins());
            process(exchange);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void process(Exchange exchange) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            getExceptionHandler().handleException("An outcome was not handled.", exchange, exchange.getException());
        }
    }

    private static void describe(OutcomeEvent outcome, Message message) {
        message.setHeader(DeliveryHeaders.ID, outcome.emitterId());
        message.setHeader(DeliveryHeaders.OUTCOME_EVENT, outcome.event());
        message.setHeader(DeliveryHeaders.OUTCOME_DELIVERY_ID, outcome.deliveryId());
        message.setHeader(DeliveryHeaders.OUTCOME, outcome.outcome().toString());
        message.setHeader(DeliveryHeaders.ATTEMPTS, outcome.attempts());
        if (outcome.statusCode() != 0) {
            message.setHeader(DeliveryHeaders.STATUS_CODE, outcome.statusCode());
        }
        outcome.reason().ifPresent(reason -> message.setHeader(DeliveryHeaders.REASON, reason));
        outcome.duration().ifPresent(duration -> message.setHeader(DeliveryHeaders.DURATION, duration.toMillis()));
        outcome.pausedFor().ifPresent(reason -> message.setHeader(DeliveryHeaders.PAUSED_FOR, reason));
        message.setBody(body(outcome));
    }

    /** The same as the headers, for routes that store or send it. */
    private static Map<String, @Nullable Object> body(OutcomeEvent outcome) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("emitterId", outcome.emitterId());
        body.put("event", outcome.event());
        body.put("deliveryId", outcome.deliveryId());
        body.put("outcome", outcome.outcome().toString());
        body.put("attempts", outcome.attempts());
        body.put("statusCode", outcome.statusCode() == 0 ? null : outcome.statusCode());
        body.put("reason", outcome.reason().orElse(null));
        body.put("duration", outcome.duration().map(Duration::toMillis).orElse(null));
        body.put("pausedFor", outcome.pausedFor().orElse(null));
        body.put("at", outcome.at().toString());
        return body;
    }

    /** Outcomes that this listener has not been told yet. */
    @ManagedAttribute(description = "Outcomes that wait to be told")
    public int getWaitingOutcomes() {
        OutcomeQueue listening = queue;
        return listening == null ? 0 : listening.size();
    }

    /** Outcomes that were dropped because this listener was too slow. */
    @ManagedAttribute(description = "Outcomes dropped because the route was too slow")
    public long getDroppedOutcomes() {
        OutcomeQueue listening = queue;
        return listening == null ? 0 : listening.dropped();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        // Told as long as other routes have work: what ends then is heard of, too.
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return getWaitingOutcomes();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (forced) {
            ignore();
        }
    }

    @Override
    public String toString() {
        return "Consumer[" + endpoint + "]";
    }
}
