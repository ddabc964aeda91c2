package io.github.webhooksemitter.testing;

import org.apache.camel.impl.DefaultCamelContext;

/** Runs in a JVM of its own, for its system properties: emits one event, tells why it was not delivered, and ends with 0 if it was. */
public final class OneDelivery {
    private OneDelivery() {}

    /** The argument is the url. */
    public static void main(String[] arguments) {
        DefaultCamelContext context = Contexts.create();
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        Exception problem = context.createProducerTemplate()
                .send(
                        Sandbox.declaring("shop", arguments[0], "waitForDelivery=true", "maxAttempts=1"),
                        exchange -> exchange.getMessage().setBody("{}"))
                .getException();
        context.stop();
        for (Throwable why = problem; why != null; why = why.getCause()) {
            System.out.println(why.getMessage());
        }
        System.exit(problem == null ? 0 : 1);
    }
}
