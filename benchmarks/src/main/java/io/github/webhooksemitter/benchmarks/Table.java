package io.github.webhooksemitter.benchmarks;

import java.util.Locale;

/** A {@link Summary} for a terminal. */
record Table(Summary summary) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%n%d emitter(s)   delivered/s: min  median     max   CPU µs/delivery   compiling   receiver busy",
                summary.emitters());
        for (Summary.Row row : summary.rows()) {
            Spread rate = row.deliveriesPerSecond();
            line(
                    text,
                    "  %-12s %14.0f %7.0f %7.0f %17.1f %10.0f%% %14.0f%%",
                    row.contender().label(),
                    rate.min(),
                    rate.median(),
                    rate.max(),
                    row.cpuMicros().median(),
                    100 * row.compiling().median(),
                    100 * row.receiverBusy().median());
        }
        for (Summary.Ratio ratio : summary.ratios()) {
            Spread perRound = ratio.perRound();
            line(
                    text,
                    "  %-12s %14.2f %7.2f %7.2f   per round; best of all rounds against best %.2f",
                    ratio.of().label() + '/' + ratio.to().label(),
                    perRound.min(),
                    perRound.median(),
                    perRound.max(),
                    ratio.ofBest());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
