package io.github.webhooksemitter.benchmarks;

import java.util.Optional;
import org.apache.camel.RoutesBuilder;

/** The component as shipped: no route, no tuning. */
record OurDoors(Target target) implements Doors {
    @Override
    public String uri(int emitter) {
        return "webhooks-emitter:emitter-%d?url=RAW(%s)&event=%s&secret=RAW(%s)&allowedNetworks=loopback"
                .formatted(emitter, target.url(emitter), Event.NAME, Target.SECRET);
    }

    @Override
    public Optional<RoutesBuilder> routes() {
        return Optional.empty();
    }
}
