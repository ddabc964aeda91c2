package io.github.webhooksemitter.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;

/** One case in one round. */
record Measurement(String suite, String label, int round, Map<Metric, Double> results) {
    @Override
    public String toString() {
        return results.entrySet().stream()
                .map(result -> result.getKey().label() + ' ' + result.getKey().text(result.getValue()))
                .collect(Collectors.joining(", ", suite + " round " + round + ": " + label + ": ", ""));
    }
}
