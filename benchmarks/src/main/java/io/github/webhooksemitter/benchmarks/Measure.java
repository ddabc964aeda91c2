package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.Map;

/** One way to get numbers; each time from a fresh process. */
@FunctionalInterface
interface Measure {
    /**
     * Takes it.
     *
     * @throws IllegalStateException if it went wrong; the message says what
     */
    Map<Metric, Double> take(Lab lab) throws IOException, InterruptedException;
}
