package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All rounds of a suite. */
record Summary(String suite, String title, List<Metric> plotted, List<Row> rows, List<Ratio> ratios) {
    record Row(String label, Contender contender, Map<Metric, Spread> results) {}

    /**
     * @param perRound of two values of the same round, measured soon after one another
     * @param ofBest of the two highest values of all rounds
     */
    record Ratio(String of, String to, Metric metric, Spread perRound, double ofBest) {}

    static Summary of(Suite suite, List<Measurement> measurements) {
        List<Row> rows = suite.cases().stream()
                .map(one -> new Row(one.label(), one.contender(), results(measurements, one.label())))
                .toList();
        List<Ratio> ratios = suite.comparisons().stream()
                .map(comparison -> ratio(comparison, measurements))
                .toList();
        return new Summary(suite.name(), suite.title(), suite.plotted(), rows, ratios);
    }

    /** @throws IllegalArgumentException if nothing of the kind was compared */
    Ratio ratio(Comparison comparison) {
        return ratios.stream()
                .filter(ratio -> new Comparison(ratio.of, ratio.to, ratio.metric).equals(comparison))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody asked for " + comparison));
    }

    private static Map<Metric, Spread> results(List<Measurement> measurements, String label) {
        Map<Metric, Spread> results = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Double> values = values(measurements, label, metric);
            if (!values.isEmpty()) {
                results.put(metric, Spread.of(values));
            }
        }
        return results;
    }

    private static Ratio ratio(Comparison comparison, List<Measurement> measurements) {
        List<Double> dividends = values(measurements, comparison.of(), comparison.metric());
        List<Double> divisors = values(measurements, comparison.to(), comparison.metric());
        List<Double> perRound = IntStream.range(0, dividends.size())
                .mapToObj(round -> dividends.get(round) / divisors.get(round))
                .toList();
        double ofBest = Spread.of(dividends).max() / Spread.of(divisors).max();
        return new Ratio(comparison.of(), comparison.to(), comparison.metric(), Spread.of(perRound), ofBest);
    }

    /** In the order of the rounds. */
    private static List<Double> values(List<Measurement> measurements, String label, Metric metric) {
        List<Double> values = new ArrayList<>();
        for (Measurement measurement : measurements) {
            Double value = measurement.results().get(metric);
            if (measurement.label().equals(label) && value != null) {
                values.add(value);
            }
        }
        return values;
    }
}
