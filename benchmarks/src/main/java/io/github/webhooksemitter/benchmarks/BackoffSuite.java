package io.github.webhooksemitter.benchmarks;

import java.util.List;

/** Nobody is there: what it takes to wait. */
record BackoffSuite(int emitters) implements Suite {
    @Override
    public String name() {
        return "backoff";
    }

    @Override
    public String title() {
        return "All receivers dead, a delivery of each emitter in backoff";
    }

    @Override
    public List<Case> cases() {
        return List.of(SenderCase.of(
                Emitters.count(emitters) + ", ours",
                Contender.ATTACHED,
                Traffic.to(emitters).with(Receivers.ALL_DEAD),
                new InBackoff()));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of();
    }

    @Override
    public int rounds(int asked) {
        return 1;
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.THREADS);
    }
}
