package io.github.webhooksemitter.queue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one emitter, as its option {@code queue} names it, and the two endpoints that are made of it. They are not
 * in the context's registry, so that nothing of the user's routes reaches them. Immutable.
 */
final class QueueUri {
    private static final String CONNECTION_FACTORY = "connectionFactory";

    private static final String EMITTER_ID = "{emitterId}";

    /** What says where and as whom, not how: all else decides whether something is lost. */
    private static final Set<String> ALLOWED = Set.of(
            CONNECTION_FACTORY,
            "username",
            "password",
            "recoveryInterval",
            "receiveTimeout",
            "destinationCreationStrategy",
            "destinationResolver",
            "artemisConsumerPriority");

    private final CamelContext context;
    private final String emitterId;
    private final String base;
    private final Map<String, Object> options;
    private final Component component;
    private final BrokerKind kind;
    private final boolean sendsOnCaller;

    /**
     * Reads the option.
     *
     * @throws IllegalArgumentException if no delivery would be safe there; the message tells the cure, never the URI
     */
    QueueUri(CamelContext context, String emitterId, String option) {
        this.context = context;
        this.emitterId = emitterId;
        String uri = context.resolvePropertyPlaceholders(option);
        String path = StringHelper.before(uri, "?", uri);
        if (!path.contains(EMITTER_ID)) {
            throw refused("has no " + EMITTER_ID + " in its destination, so that emitters would share one queue: write"
                    + " it as sjms2:queue:webhooks." + EMITTER_ID);
        }
        base = path.replace(EMITTER_ID, emitterId);
        options = query(StringHelper.after(uri, "?", ""));
        String scheme = StringHelper.before(base, ":", "");
        String destination = base.substring(scheme.length()).replaceFirst("^:/*", "");
        if (scheme.isEmpty()) {
            throw refused("names no component: write it as sjms2:queue:webhooks." + EMITTER_ID);
        }
        if (destination.startsWith("topic:") || destination.startsWith("temp-")) {
            throw refused("names a topic or a temporary queue, which keep nothing: name a queue");
        }
        component = Optional.ofNullable(context.getComponent(scheme))
                .orElseThrow(() -> refused("names the component " + scheme
                        + ", which is not there: add its dependency, such as camel-sjms2, or check its name"));
        options.keySet().stream()
                .filter(name -> !ALLOWED.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw refused("has the option " + name
                            + ", which webhooks-emitter decides itself so that nothing is lost:"
                            + " leave it out, or set what it is for on the connection factory");
                });
        Endpoint plain = endpoint(Map.of());
        kind = BrokerKind.of(plain)
                .orElseThrow(() -> refused("names the component " + scheme
                        + ", whose consumer cannot keep a message unacknowledged through a long backoff: use sjms2 or"
                        + " jms; or a route from " + scheme + " that sends with waitForDelivery=true"));
        Object connections = option(plain, CONNECTION_FACTORY);
        // Spring's templates, which the others use, take part in a transaction of the thread.
        sendsOnCaller = kind == BrokerKind.SJMS
                && connections instanceof ConnectionFactory factory
                && new BrokerClient(factory).sendsOnCaller();
        if (kind == BrokerKind.SJMS && connections == null) {
            throw refused("names the component " + scheme + ", which has no connection factory: bind the one of your"
                    + " broker in the registry, or set it on the component");
        }
    }

    BrokerKind kind() {
        return kind;
    }

    Endpoint producing() {
        return endpoint(kind.producing());
    }

    Endpoint consuming(int concurrency) {
        return endpoint(kind.consuming(concurrency));
    }

    /** Lets a consuming endpoint tell when its connection is made and lost. */
    void watch(Endpoint consuming, int concurrency, Runnable lost, Runnable connected) {
        ExceptionListener listener = exception -> lost.run();
        set(consuming, "exceptionListener", listener);
        Object connections = option(consuming, CONNECTION_FACTORY);
        if (connections instanceof ConnectionFactory factory) {
            ConnectionFactory unshared = new BrokerClient(factory).unshared(concurrency == 1);
            set(consuming, CONNECTION_FACTORY, new WatchedConnections(unshared, lost, connected));
        }
    }

    /** Whether who sends may wait for the broker on a thread of his own choice; see {@link BrokerClient#sendsOnCaller}. */
    boolean sendsOnCaller() {
        return sendsOnCaller;
    }

    private void set(Endpoint endpoint, String option, Object value) {
        component.getEndpointPropertyConfigurer().configure(context, endpoint, option, value, true);
    }

    private @Nullable Object option(Endpoint endpoint, String option) {
        return ((PropertyConfigurerGetter) component.getEndpointPropertyConfigurer())
                .getOptionValue(endpoint, option, true);
    }

    private Map<String, Object> query(String query) {
        try {
            return new TreeMap<>(URISupport.parseQuery(query));
        } catch (URISyntaxException e) {
            throw refused("has a query that is none: check its characters after the ?");
        }
    }

    private Endpoint endpoint(Map<String, String> own) {
        Map<String, Object> all = new TreeMap<>(options);
        all.putAll(own);
        try {
            Endpoint endpoint =
                    component.createEndpoint(all.isEmpty() ? base : base + "?" + URISupport.createQueryString(all));
            endpoint.setCamelContext(context);
            return endpoint;
        } catch (Exception e) {
            // Camel's message would quote the URI, and with it a password.
            throw refused("is no endpoint that Camel can make (" + e.getClass().getSimpleName()
                    + "): check its destination and its options");
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Option queue of the emitter " + emitterId + " " + why + ".");
    }
}
