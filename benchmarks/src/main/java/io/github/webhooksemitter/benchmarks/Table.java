package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Summary} for a terminal: of what is plotted min, median and max, of the rest the median. */
record Table(Summary summary) {
    private static final int LABEL_WIDTH = 34;
    private static final String ABSENT = "-";

    @Override
    public String toString() {
        List<Metric> metrics = Arrays.stream(Metric.values())
                .filter(metric ->
                        summary.rows().stream().anyMatch(row -> row.results().containsKey(metric)))
                .toList();
        List<String> lines = new ArrayList<>(List.of("", summary.suite() + ": " + summary.title()));
        lines.add(line("", metrics.stream().map(this::heading).toList(), metrics));
        for (Summary.Row row : summary.rows()) {
            lines.add(line(
                    row.label(),
                    metrics.stream().map(metric -> cell(row, metric)).toList(),
                    metrics));
        }
        summary.ratios().forEach(ratio -> lines.add(ratio(ratio)));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(String label, List<String> cells, List<Metric> metrics) {
        StringBuilder line = new StringBuilder(left(label, LABEL_WIDTH));
        for (int i = 0; i < cells.size(); i++) {
            line.append(right(cells.get(i), width(metrics.get(i))));
        }
        return line.toString();
    }

    private int width(Metric metric) {
        return Math.max(heading(metric).length(), isWhole(metric) ? 24 : 0) + 3;
    }

    private boolean isWhole(Metric metric) {
        return summary.plotted().contains(metric);
    }

    private String heading(Metric metric) {
        return metric.label() + (isWhole(metric) ? " min | med | max" : "");
    }

    private String cell(Summary.Row row, Metric metric) {
        Spread spread = row.results().get(metric);
        if (spread == null) {
            return ABSENT;
        }
        return isWhole(metric)
                ? metric.text(spread.min()) + " | " + metric.text(spread.median()) + " | " + metric.text(spread.max())
                : metric.text(spread.median());
    }

    private static String ratio(Summary.Ratio ratio) {
        Spread perRound = ratio.perRound();
        return left("ratio " + ratio.of() + " / " + ratio.to(), 2 * LABEL_WIDTH)
                + String.format(
                        Locale.ROOT,
                        "%s: %.2f | %.2f | %.2f per round, %.2f of the highest",
                        ratio.metric().label(),
                        perRound.min(),
                        perRound.median(),
                        perRound.max(),
                        ratio.ofBest());
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
