package io.github.webhooksemitter.benchmarks;

import io.github.webhooksemitter.WebhooksEmitterComponent;
import io.github.webhooksemitter.emitter.EmitterConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * The component as shipped, its emitters attached one by one through its Java API, as an application with a table of
 * them does; the endpoints only refer to them.
 *
 * @param options of every emitter, on top of those that any case needs
 */
record AttachedDoors(Target target, Map<String, String> options) implements Doors {
    @Override
    public void open(CamelContext context) {
        component(context).attach("first", EmitterConfig.of(optionsFor(target.url(0))));
    }

    @Override
    public void attach(CamelContext context) {
        WebhooksEmitterComponent component = component(context);
        for (int emitter = 0; emitter < target.emitters(); emitter++) {
            component.attach("emitter-" + emitter, EmitterConfig.of(optionsFor(target.url(emitter))));
        }
    }

    private static WebhooksEmitterComponent component(CamelContext context) {
        return context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    private Map<String, String> optionsFor(String url) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(target.traffic().scheme().options());
        all.put("allowedNetworks", "loopback");
        all.put("url", url);
        return all;
    }

    @Override
    public String uri(int emitter) {
        return "webhooks-emitter:emitter-" + emitter + "?event=" + Event.NAME;
    }
}
