package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.Map;

/** Something that is measured of a running sender; several may follow each other. */
@FunctionalInterface
interface Step {
    void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException;
}
