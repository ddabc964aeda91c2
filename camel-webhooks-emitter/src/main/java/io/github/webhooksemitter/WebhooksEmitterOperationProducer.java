package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.delivery.Emitters;
import io.github.webhooksemitter.emitter.EmitterConfig;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Runs the operations on emitters: everything but the emit itself. */
final class WebhooksEmitterOperationProducer extends DefaultProducer {
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
    public void process(Exchange exchange) {
        Emitters emitters = endpoint.getComponent().service();
        String id = endpoint.getEmitterId();
        switch (operation) {
            case ATTACH -> emitters.attach(configs(exchange));
            case PUT -> emitters.put(configs(exchange));
            case UPDATE -> emitters.update(id, options.ofOne(exchange, id));
            case DETACH -> emitters.detach(id);
            case PAUSE -> emitters.pause(id);
            case RESUME -> emitters.resume(id);
            case STATUS -> exchange.getMessage().setBody(emitters.status(id).toMap());
            case LIST -> exchange.getMessage().setBody(list(emitters, id));
            case EMIT -> throw new IllegalStateException("An emit has a producer of its own.");
        }
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
