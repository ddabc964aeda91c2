package io.github.webhooksemitter.benchmarks;

import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The component as shipped: no route, no tuning; every endpoint declares its emitter. */
record OurDoors(Target target) implements Doors {
    @Override
    public void attach(CamelContext context) {
        // The first send does it.
    }

    @Override
    public String uri(int emitter) {
        String signed = target.traffic().scheme().options().entrySet().stream()
                .map(option -> '&' + option.getKey() + "=RAW(" + option.getValue() + ')')
                .collect(Collectors.joining());
        return "webhooks-emitter:emitter-%d?url=RAW(%s)&event=%s&allowedNetworks=loopback%s"
                .formatted(emitter, target.url(emitter), Event.NAME, signed);
    }
}
