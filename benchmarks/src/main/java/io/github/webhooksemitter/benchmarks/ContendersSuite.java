package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The component beside what a user would write instead; the first contender is compared with the others. */
record ContendersSuite(List<Integer> emitters, List<Contender> contenders) implements Suite {
    /** Far below what any contender can do, so that no queue is ever full. */
    static final int PACE = 1000;

    @Override
    public String name() {
        return "contenders";
    }

    @Override
    public String title() {
        return "1 KB, signed as by default";
    }

    @Override
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int count : emitters) {
            for (Contender contender : contenders) {
                cases.add(of(contender, Traffic.to(count), label(count, contender)));
            }
        }
        return cases;
    }

    private static Case of(Contender contender, Traffic traffic, String label) {
        return switch (contender) {
            case BARE, BYHAND -> SenderCase.of(label, contender, traffic, new Attach(), new Saturated());
            case LIMIT -> new Case(label, contender, new Wrk(traffic));
            case OURS, TUNED, NAIVE, ATTACHED, MEMORY, PERSISTENT ->
                SenderCase.of(label, contender, traffic, new Attach(), new Saturated(), new Paced(PACE));
        };
    }

    @Override
    public List<Comparison> comparisons() {
        return emitters.stream()
                .flatMap(count -> contenders.stream()
                        .skip(1)
                        .map(other -> Comparison.ofRates(label(count, contenders.get(0)), label(count, other))))
                .toList();
    }

    static String label(int emitters, Contender contender) {
        return Emitters.count(emitters) + ", " + contender.label();
    }

    @Override
    public int rounds(int asked) {
        return asked;
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.RATE, Metric.CPU);
    }
}
