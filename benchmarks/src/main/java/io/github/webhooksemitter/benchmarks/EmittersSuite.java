package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What emitters cost while they are idle, and what many of them do to the rate: each number beside the first. */
record EmittersSuite(List<Integer> emitters) implements Suite {
    private static final int FOR_PLAIN_ROUTES = 1000;
    private static final int LARGE = 20_000;
    private static final int MANY = 1000;
    private static final int SLOWNESS_OF_MANY = 2;

    @Override
    public String name() {
        return "emitters";
    }

    @Override
    public String title() {
        return "Many emitters";
    }

    @Override
    public List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int count : emitters) {
            cases.add(of(Contender.ATTACHED, count));
            // Beyond this plain routes need a thread and a client each.
            if (count == FOR_PLAIN_ROUTES) {
                cases.add(of(Contender.TUNED, count));
            }
        }
        return cases;
    }

    /** No more heap than is needed, and none in advance: what is resident is to be what is used. */
    private static Case of(Contender contender, int emitters) {
        List<String> heap = List.of(emitters > LARGE ? "-Xmx2g" : "-Xmx512m");
        Saturated saturated = new Saturated(emitters >= MANY ? SLOWNESS_OF_MANY : 1);
        return new Case(
                label(emitters, contender),
                contender,
                new SenderCase(contender, Traffic.to(emitters), heap, List.of(new Idle(), saturated)));
    }

    private static String label(int emitters, Contender contender) {
        return Emitters.count(emitters) + ", " + (contender == Contender.ATTACHED ? "ours" : contender.label());
    }

    @Override
    public List<Comparison> comparisons() {
        List<Comparison> comparisons = new ArrayList<>();
        String first = label(emitters.get(0), Contender.ATTACHED);
        emitters.stream()
                .skip(1)
                .forEach(count -> comparisons.add(Comparison.ofRates(label(count, Contender.ATTACHED), first)));
        if (emitters.contains(FOR_PLAIN_ROUTES)) {
            comparisons.add(Comparison.ofRates(
                    label(FOR_PLAIN_ROUTES, Contender.ATTACHED), label(FOR_PLAIN_ROUTES, Contender.TUNED)));
        }
        return comparisons;
    }

    @Override
    public List<Metric> plotted() {
        return List.of(Metric.RATE, Metric.RESIDENT);
    }
}
