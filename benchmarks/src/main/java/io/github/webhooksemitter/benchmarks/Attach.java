package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.Map;

/** Makes the emitters, which nobody watches. */
final class Attach implements Step {
    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        session.sender().attach();
    }
}
