package io.github.webhooksemitter.benchmarks;

import java.util.List;

/** The least, the middle and the greatest of some values. */
record Spread(double min, double median, double max) {
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(size - 1));
    }
}
