package io.github.webhooksemitter.benchmarks;

import org.apache.camel.CamelContext;

/** How events enter a Camel contender: one endpoint per emitter. */
interface Doors {
    /** Makes what all emitters share, so that it counts for none of them. */
    default void open(CamelContext context) throws Exception {}

    /** Makes what is behind the endpoints, where sending does not make it. */
    void attach(CamelContext context) throws Exception;

    String uri(int emitter);
}
