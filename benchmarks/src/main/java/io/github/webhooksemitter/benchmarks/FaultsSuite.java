package io.github.webhooksemitter.benchmarks;

import java.util.List;

/** Receivers that fail, beside the same without: what the others get, and what it costs. */
record FaultsSuite() implements Suite {
    private static final String HEALTHY = "49 and one healthy";
    private static final String DEAD = "49 and one dead";
    private static final String HANGING = "49 and one hanging";
    private static final String ALL_200 = "1,000 paced, all 200";
    private static final String SOME_503 = "1,000 paced, 10 % 503";

    private static final int FEW = 50;
    /** Each waits a second after a 503: with few emitters and order kept, that wait would be all there is to see. */
    private static final int MANY = 1000;

    private static final int PACE = 1000;

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String title() {
        return "Receivers that fail";
    }

    @Override
    public List<Case> cases() {
        return List.of(
                oneApart(HEALTHY, Receivers.ONE_ASIDE),
                oneApart(DEAD, Receivers.ONE_DEAD),
                oneApart(HANGING, Receivers.ONE_HANGING),
                paced(ALL_200, Receivers.HEALTHY),
                paced(SOME_503, Receivers.SOME_503));
    }

    private static Case oneApart(String label, Receivers receivers) {
        return SenderCase.of(
                label, Contender.OURS, Traffic.to(FEW).with(receivers), new Attach(), new Saturated(), new Paced(PACE));
    }

    private static Case paced(String label, Receivers receivers) {
        return SenderCase.of(
                label, Contender.ATTACHED, Traffic.to(MANY).with(receivers), new Attach(), new Paced(PACE));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.ofRates(DEAD, HEALTHY),
                Comparison.ofRates(HANGING, HEALTHY),
                new Comparison(DEAD, HEALTHY, Metric.RECEIPT_P99),
                new Comparison(HANGING, HEALTHY, Metric.RECEIPT_P99),
                new Comparison(SOME_503, ALL_200, Metric.CPU));
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.RATE, Metric.RECEIPT_P99);
    }
}
