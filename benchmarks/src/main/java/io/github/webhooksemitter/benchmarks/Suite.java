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

    /** How often it is measured, when so many rounds are asked for: one fewer, or all of it would take too long. */
    default int rounds(int asked) {
        return Math.max(1, asked - 1);
    }

    /** What is drawn, a panel each. */
    List<Metric> plotted();
}
