package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.delivery.Emitters;
import io.github.webhooksemitter.delivery.WaitingDelivery;
import io.github.webhooksemitter.emitter.EmitterConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Runs the operations on emitters: everything but the emit itself. */
final class WebhooksEmitterOperationProducer extends DefaultAsyncProducer {
    private final WebhooksEmitterEndpoint endpoint;
    private final Operation operation;
    private final OptionsBody options;

    WebhooksEmitterOperationProducer(WebhooksEmitterEndpoint endpoint, Operation operation) {
        super(endpoint);
        this.endpoint = endpoint;
        this.operation = operation;
        this.options = new OptionsBody(endpoint.getComponent());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(endpoint.getComponent());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            if (operation == Operation.PING) {
                ping(exchange, callback);
                return false;
            }
            run(exchange);
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private void ping(Exchange exchange, AsyncCallback callback) {
        WebhooksEmitterComponent component = endpoint.getComponent();
        String id = endpoint.getEmitterId();
        Object body = exchange.getMessage().getBody();
        (body == null || "".equals(body)
                        ? component.ping(id)
                        : component.ping(
                                id,
                                component
                                        .payloads()
                                        .read(exchange, component.service().maxPayloadSize(id))))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        exchange.getMessage().setBody(result.toMap());
                    } else {
                        exchange.setException(
                                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
                    }
                    callback.done(false);
                });
    }

    private void run(Exchange exchange) {
        Emitters emitters = endpoint.getComponent().service();
        String id = endpoint.getEmitterId();
        switch (operation) {
            case ATTACH -> emitters.attach(configs(exchange));
            case PUT -> emitters.put(configs(exchange));
            case UPDATE -> emitters.update(id, options.ofOne(exchange, id));
            case DETACH -> emitters.detach(id, endpoint.queued());
            case PAUSE -> emitters.pause(id);
            case RESUME -> emitters.resume(id);
            case STATUS -> exchange.getMessage().setBody(emitters.status(id).toMap());
            case LIST -> exchange.getMessage().setBody(list(emitters, id));
            case DELIVERIES ->
                exchange.getMessage()
                        .setBody(emitters.deliveries(id).stream()
                                .map(WaitingDelivery::toMap)
                                .toList());
            case CANCEL -> exchange.getMessage().setBody(emitters.cancel(id, deliveryId(exchange)));
            case PURGE -> exchange.getMessage().setBody(emitters.purge(id));
            case PING, EMIT -> throw new IllegalStateException("It is dealt with elsewhere.");
        }
    }

    private static String deliveryId(Exchange exchange) {
        String given = exchange.getMessage().getBody(String.class);
        if (given == null || given.isBlank()) {
            throw new IllegalArgumentException("The body for operation=cancel must be the delivery id to cancel.");
        }
        return given.strip();
    }

    private Map<String, EmitterConfig> configs(Exchange exchange) {
        return endpoint.isForAll()
                ? options.ofMany(exchange)
                : Map.of(endpoint.getEmitterId(), EmitterConfig.of(options.ofOne(exchange, endpoint.getEmitterId())));
    }

    private List<?> list(Emitters emitters, String id) {
        return emitters.statuses().stream()
                .filter(status -> endpoint.isForAll() || status.emitterId().equals(id))
                .map(EmitterStatus::toMap)
                .toList();
    }

    @Override
    public String toString() {
        return "Producer[" + endpoint + "?operation=" + operation + "]";
    }
}
