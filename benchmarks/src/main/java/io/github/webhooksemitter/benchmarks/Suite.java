package io.github.webhooksemitter.benchmarks;

import java.util.List;

/** A question, the cases that answer it, measured in turn in every round, and what of them is compared. */
interface Suite {
    String name();

    /** What it is about, for the heading. */
    String title();

    List<Case> cases();

    /** The result: ratios of cases of the same round. */
    List<Comparison> comparisons();

    /** What is drawn, a panel each. */
    List<Metric> plotted();
}
