package io.github.webhooksemitter.testing;

import org.apache.camel.impl.DefaultCamelContext;

/** Runs in a JVM of its own, for its system properties: emits one event, and ends with 0 if it was delivered. */
public final class OneDelivery {
    private OneDelivery() {}

    /** The argument is the url. */
    public static void main(String[] arguments) {
        DefaultCamelContext context = Contexts.create();
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        boolean delivered = context.createProducerTemplate()
                        .send(
                                Sandbox.declaring("shop", arguments[0], "waitForDelivery=true", "maxAttempts=1"),
                                exchange -> exchange.getMessage().setBody("{}"))
                        .getException()
                == null;
        context.stop();
        System.exit(delivered ? 0 : 1);
    }
}
