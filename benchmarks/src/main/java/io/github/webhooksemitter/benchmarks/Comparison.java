package io.github.webhooksemitter.benchmarks;

/** Two cases of a suite that are put in proportion, by their labels. */
record Comparison(String of, String to, Metric metric) {
    static Comparison ofRates(String of, String to) {
        return new Comparison(of, to, Metric.RATE);
    }
}
