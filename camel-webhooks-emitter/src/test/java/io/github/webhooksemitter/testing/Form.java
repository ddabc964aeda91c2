package io.github.webhooksemitter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;

/** The ways to write an endpoint or an emitter with options. */
public enum Form {
    /** In Java, every value wrapped. */
    URI {
        @Override
        public void apply(DefaultCamelContext context, String from, String id, Map<String, ?> options)
                throws Exception {
            String query = options.entrySet().stream()
                    .map(option -> option.getKey() + "=RAW{" + option.getValue() + "}")
                    .collect(Collectors.joining("&"));
            Contexts.route(context, from, "webhooks-emitter:" + id + "?" + query);
        }
    },
    /** In the YAML DSL, nothing wrapped; there a dash in the name of a parameter has to be written as %2D. */
    YAML {
        @Override
        public void apply(DefaultCamelContext context, String from, String id, Map<String, ?> options)
                throws Exception {
            String parameters = options.entrySet().stream()
                    .map(option -> "            " + option.getKey().replace("-", "%2D") + ": " + json(option.getValue())
                            + "\n")
                    .collect(Collectors.joining());
            Contexts.yaml(context, """
                    - from:
                        uri: %s
                        steps:
                        - to:
                            uri: webhooks-emitter:%s
                            parameters:
                    """.formatted(from, id) + parameters.indent(4));
        }
    },
    /** As JSON for {@code operation=attach}, with a route that refers to the emitter. */
    ATTACH {
        @Override
        public void apply(DefaultCamelContext context, String from, String id, Map<String, ?> options)
                throws Exception {
            Map<String, Object> emitter = new LinkedHashMap<>(options);
            Object event = emitter.remove("event");
            Contexts.route(context, from, "webhooks-emitter:" + id + (event == null ? "" : "?event=" + event));
            Contexts.route(context, from + "-attach", "webhooks-emitter:" + id + "?operation=attach");
            context.createProducerTemplate().sendBody(from + "-attach", json(emitter));
        }
    };

    /** Adds a route from there to the emitter, and declares or attaches it. */
    public abstract void apply(DefaultCamelContext context, String from, String id, Map<String, ?> options)
            throws Exception;

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
