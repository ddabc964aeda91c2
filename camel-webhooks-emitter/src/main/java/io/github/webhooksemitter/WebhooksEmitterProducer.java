package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.AcceptedEvent;
import io.github.webhooksemitter.delivery.DeliveryResult;
import io.github.webhooksemitter.delivery.Emitters;
import io.github.webhooksemitter.delivery.Origins;
import io.github.webhooksemitter.delivery.Patience;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EventName;
import io.github.webhooksemitter.emitter.Visible;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Accepts an exchange as an event and hands it over. While it is started, its endpoint's declaration holds. */
final class WebhooksEmitterProducer extends DefaultAsyncProducer {
    private static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

    private final WebhooksEmitterEndpoint endpoint;
    private final String emitterId;

    WebhooksEmitterProducer(WebhooksEmitterEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.emitterId = endpoint.getEmitterId();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        // Camel shows a component to other threads before it has started it: whoever comes second waits here.
        ServiceHelper.startService(endpoint.getComponent());
        EmitterConfig declaration = endpoint.declaration();
        if (!declaration.isEmpty()) {
            emitters().declare(this, emitterId, declaration, endpoint.isWaitForDelivery());
        }
    }

    @Override
    protected void doStop() throws Exception {
        emitters().withdraw(this, emitterId);
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            CompletableFuture<?> end = emit(exchange);
            if (end.isDone() && !end.isCompletedExceptionally() && !endpoint.isWaitForDelivery()) {
                callback.done(true);
                return true;
            }
            end.whenComplete((result, failure) -> {
                conclude(exchange, result, failure);
                callback.done(false);
            });
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private CompletableFuture<?> emit(Exchange exchange) {
        Message message = exchange.getMessage();
        checkWait(exchange);
        String event = event(message);
        String deliveryId = deliveryId(message);
        Patience patience = endpoint.patience();
        if (Origins.isAfterwards(exchange)) {
            patience = patience.afterwards();
        }
        int longest = endpoint.isForAll()
                ? emitters().longestPayloadOf(event)
                : emitters().maxPayloadSize(emitterId);
        byte[] body = endpoint.getComponent().payloads().read(exchange, longest);
        AcceptedEvent accepted = new AcceptedEvent(
                deliveryId, event, body, trace(message), expireAfter(message), Origins.of(exchange, emitterId));
        if (endpoint.isForAll()) {
            // Before the hand-over: a repeat of a fan-out that failed for some keeps the id.
            exchange.getMessage().setHeader(WebhooksEmitterConstants.ACCEPTED_ID, deliveryId);
            return emitters().emitToAll(accepted, patience);
        }
        CompletableFuture<DeliveryResult> end = emitters().emit(emitterId, accepted, patience);
        exchange.getMessage().setHeader(WebhooksEmitterConstants.ACCEPTED_ID, deliveryId);
        return end;
    }

    /** The letter ends when the wait does, and the emitter goes on only when the letter has ended. */
    private void checkWait(Exchange exchange) {
        boolean waitsForItself = endpoint.isWaitForDelivery()
                && Origins.letterOf(exchange)
                        .filter(id -> endpoint.isForAll() || id.equals(emitterId))
                        .isPresent();
        if (waitsForItself) {
            throw new IllegalStateException("The dead letter route of an emitter cannot wait for a delivery of the same"
                    + " emitter: send to " + endpoint + " without waitForDelivery.");
        }
    }

    private String event(Message message) {
        String named = message.getHeader(WebhooksEmitterConstants.EVENT, String.class);
        if (named != null) {
            return EventName.check(named, "the header " + WebhooksEmitterConstants.EVENT);
        }
        return endpoint.eventName()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The exchange sent to " + endpoint + " has no event: set the option event, or the header "
                                + WebhooksEmitterConstants.EVENT + "."));
    }

    private static String deliveryId(Message message) {
        String given = message.getHeader(WebhooksEmitterConstants.DELIVERY_ID, String.class);
        if (given == null || given.isBlank()) {
            return UUID.randomUUID().toString();
        } else if (!Visible.isToken(given, 256)) {
            throw new IllegalArgumentException("The header " + WebhooksEmitterConstants.DELIVERY_ID
                    + " is no delivery id: use 1 to 256 visible ASCII characters without blanks, or leave it out.");
        }
        return given;
    }

    private static Optional<Duration> expireAfter(Message message) {
        return Optional.ofNullable(message.getHeader(WebhooksEmitterConstants.EXPIRE_AFTER))
                .map(given -> EmitterOption.headerAge(WebhooksEmitterConstants.EXPIRE_AFTER, given));
    }

    private static Map<String, Object> trace(Message message) {
        Map<String, Object> trace = Map.of();
        for (String name : TRACE) {
            Object value = message.getHeader(name);
            if (value != null) {
                trace = trace.isEmpty() ? new HashMap<>() : trace;
                trace.put(name, value.toString());
            }
        }
        return trace;
    }

    private void conclude(Exchange exchange, @Nullable Object result, @Nullable Throwable failure) {
        if (failure != null) {
            exchange.setException(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        } else if (result instanceof DeliveryResult delivered && endpoint.isWaitForDelivery()) {
            exchange.getMessage().setHeader(WebhooksEmitterConstants.STATUS_CODE, delivered.statusCode());
            exchange.getMessage().setHeader(WebhooksEmitterConstants.ATTEMPTS, delivered.attempts());
        }
    }

    private Emitters emitters() {
        return endpoint.getComponent().service();
    }

    @Override
    public String toString() {
        return "Producer[" + endpoint + "]";
    }
}
