package io.github.webhooksemitter.benchmarks;

import java.util.Optional;
import org.apache.camel.RoutesBuilder;

/** How events enter a Camel contender: one endpoint per emitter, and the routes behind them, if it needs any. */
interface Doors {
    String uri(int emitter);

    Optional<RoutesBuilder> routes();
}
