package io.github.webhooksemitter.testing;

import io.github.webhooksemitter.WebhooksEmitterComponent;
import org.apache.camel.Component;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Camel contexts for tests: quick to stop, routes from Java or YAML. */
public final class Contexts {
    private Contexts() {}

    /** A context that is not started yet; its emitters may send to this machine. */
    public static DefaultCamelContext create() {
        DefaultCamelContext context = guarded();
        // A bean of the registry would be gone after a stop and start.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onComponentAdd(String name, Component component) {
                if (component instanceof WebhooksEmitterComponent ours) {
                    ours.getConfiguration().setAllowedNetworks("loopback");
                }
            }
        });
        return context;
    }

    /** A context that is not started yet; its emitters may send where any may that says nothing. */
    public static DefaultCamelContext guarded() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(5);
        return context;
    }

    /** Adds {@code from(from).to(to...)}. */
    public static DefaultCamelContext route(DefaultCamelContext context, String from, String... to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).to(to);
            }
        });
        return context;
    }

    /** Adds routes written in the YAML DSL. */
    public static DefaultCamelContext yaml(DefaultCamelContext context, String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString("routes.camel.yaml", yaml);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        return context;
    }
}
