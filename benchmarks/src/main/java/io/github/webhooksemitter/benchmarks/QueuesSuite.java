package io.github.webhooksemitter.benchmarks;

import java.util.List;

/** What it costs that deliveries survive a crash: callers that wait for the disk beside callers that do not. */
record QueuesSuite() implements Suite {
    private static final int FEW = 16;
    private static final int MANY = 64;
    private static final int IDLE = 1000;
    private static final int SLOWNESS = 2;

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public String title() {
        return "Queues in memory and in an embedded Artemis, a caller for each emitter";
    }

    @Override
    public List<Case> cases() {
        return List.of(
                busy(Contender.MEMORY, FEW),
                busy(Contender.PERSISTENT, FEW),
                busy(Contender.BYHAND, FEW),
                busy(Contender.MEMORY, MANY),
                busy(Contender.PERSISTENT, MANY),
                busy(Contender.BYHAND, MANY),
                SenderCase.of(
                        label(Contender.PERSISTENT, IDLE) + ", idle",
                        Contender.PERSISTENT,
                        Traffic.to(IDLE),
                        new Idle()));
    }

    private static Case busy(Contender contender, int callers) {
        Saturated send = contender == Contender.MEMORY ? new Saturated() : new Saturated(SLOWNESS);
        return SenderCase.of(label(contender, callers), contender, Traffic.to(callers), new Attach(), send);
    }

    private static String label(Contender contender, int emitters) {
        return Emitters.count(emitters) + ", " + contender.label();
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.ofRates(label(Contender.PERSISTENT, FEW), label(Contender.MEMORY, FEW)),
                Comparison.ofRates(label(Contender.PERSISTENT, FEW), label(Contender.BYHAND, FEW)),
                Comparison.ofRates(label(Contender.PERSISTENT, MANY), label(Contender.MEMORY, MANY)),
                Comparison.ofRates(label(Contender.PERSISTENT, MANY), label(Contender.BYHAND, MANY)));
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.RATE);
    }
}
