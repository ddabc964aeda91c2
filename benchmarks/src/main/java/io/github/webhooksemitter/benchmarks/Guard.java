package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Fails when the component has become much slower than the bare loop beside it: a ratio, so that machines do not matter. */
final class Guard {
    /** Far below the target, so that noise does not break it. */
    static final double LEAST = 0.8;

    private static final int ROUNDS = 5;
    private static final String WHERE = "16 emitters";

    private Guard() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Program.run(Options.USAGE.replace("benchmarks/run", "benchmarks/guard"), () -> {
            Suite suite = new BesideBare("guard", "1 KB, signed as by default", Map.of(WHERE, Traffic.to(16)));
            try (Lab lab = new Lab(Options.parse(args))) {
                Benchmark.warmUp(lab);
                Summary summary = Summary.of(suite, lab.measure(suite, ROUNDS));
                System.out.println(new Table(summary));
                // Two values of one round are soon after one another: what else the machine does hits both.
                String failure = failure(summary.ratio(suite.comparisons().get(0))
                                .perRound()
                                .max())
                        .orElse("");
                if (!failure.isEmpty()) {
                    throw new IllegalStateException(failure);
                }
            }
        });
    }

    /** What to say if that ratio is too low. */
    static Optional<String> failure(double ratio) {
        return ratio >= LEAST
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "with %s the component made %.2f of the bare loop's rate in the best of %d rounds, and at least %.2f"
                                + " is wanted: something in the way of a delivery has become slower.",
                        WHERE,
                        ratio,
                        ROUNDS,
                        LEAST));
    }
}
