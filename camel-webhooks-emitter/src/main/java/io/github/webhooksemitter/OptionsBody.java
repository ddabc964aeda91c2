package io.github.webhooksemitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.Visible;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The options of emitters in a message body: a JSON object or Map for one, an array or List of them, each with its
 * {@code emitterId}, for many. What arrives here is data: neither placeholders nor {@code RAW()} mean anything in it.
 */
final class OptionsBody {
    private static final String ID = "emitterId";
    private static final int LONGEST = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebhooksEmitterComponent component;

    OptionsBody(WebhooksEmitterComponent component) {
        this.component = component;
    }

    Map<String, @Nullable Object> ofOne(Exchange exchange, String id) {
        Map<String, @Nullable Object> options = options(value(exchange));
        Object named = options.remove(ID);
        if (named != null && !named.equals(id)) {
            throw new IllegalArgumentException("The body's emitterId is another than that of the endpoint"
                    + " webhooks-emitter:" + id + ": leave it out, or send to webhooks-emitter:*.");
        }
        return options;
    }

    Map<String, EmitterConfig> ofMany(Exchange exchange) {
        if (!(value(exchange) instanceof Collection<?> many)) {
            throw new IllegalArgumentException("The body must be a JSON array or a List of emitters, each with its"
                    + " emitterId; for one emitter send to its id.");
        }
        Map<String, EmitterConfig> configs = new LinkedHashMap<>();
        for (Object one : many) {
            Map<String, @Nullable Object> options = options(one);
            if (!(options.remove(ID) instanceof String id)) {
                throw new IllegalArgumentException("Emitter " + (configs.size() + 1)
                        + " of the body has no emitterId: give each one, as in {\"emitterId\": \"billing\", …}.");
            }
            if (configs.put(id, EmitterConfig.of(options)) != null) {
                throw new IllegalArgumentException(
                        "The body has the emitterId " + Visible.text(id) + " twice: keep one of them.");
            }
        }
        return configs;
    }

    private @Nullable Object value(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Map || body instanceof Collection) {
            return body;
        }
        try {
            return JSON.readValue(component.payloads().read(exchange, LONGEST), Object.class);
        } catch (IOException e) {
            // Jackson's message would quote the body.
            throw new IllegalArgumentException("The body is no JSON object with the options of an emitter ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    private static Map<String, @Nullable Object> options(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "The body must be a JSON object or a Map with the options of an emitter, such as {\"url\": \"…\"}.");
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        map.forEach((name, option) -> options.put(String.valueOf(name), option));
        return options;
    }
}
