package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The component beside the bare loop, for each value of one axis.
 *
 * @param axis the traffic by how it is called, in order
 */
record BesideBare(String name, String title, Map<String, Traffic> axis) implements Suite {
    private static final List<Contender> BOTH = List.of(Contender.OURS, Contender.BARE);

    @Override
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        axis.forEach((value, traffic) -> BOTH.forEach(contender ->
                cases.add(SenderCase.of(label(value, contender), contender, traffic, new Attach(), new Saturated()))));
        return cases;
    }

    @Override
    public List<Comparison> comparisons() {
        return axis.keySet().stream()
                .map(value -> Comparison.ofRates(label(value, Contender.OURS), label(value, Contender.BARE)))
                .toList();
    }

    private static String label(String value, Contender contender) {
        return value + ", " + contender.label();
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.RATE, Metric.CPU);
    }
}
