package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One contender, one fresh JVM: started, put through some steps, killed.
 *
 * @param jvm options of this JVM instead of those asked for; empty: those
 */
record SenderCase(Contender contender, Traffic traffic, List<String> jvm, List<Step> steps) implements Measure {
    static Case of(String label, Contender contender, Traffic traffic, Step... steps) {
        return new Case(label, contender, new SenderCase(contender, traffic, List.of(), List.of(steps)));
    }

    @Override
    public Map<Metric, Double> take(Lab lab) throws IOException, InterruptedException {
        try (SenderProcess sender = lab.start(contender, traffic, jvm)) {
            Session session = new Session(lab.options(), lab.receiver(), sender, traffic);
            Map<Metric, Double> results = new EnumMap<>(Metric.class);
            for (Step step : steps) {
                step.run(session, results);
            }
            return results;
        }
    }
}
