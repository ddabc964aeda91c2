package io.github.webhooksemitter.benchmarks;

import java.util.List;
import java.util.Locale;

/** The summaries as one SVG: a panel for each suite and what is plotted of it, a bar for the median, a line from min to max. */
record Plot(List<Summary> summaries) {
    private static final int WIDTH = 900;
    private static final int LABELS = 270;
    private static final int BARS = 500;
    private static final int LINE = 22;
    private static final int HEADING = 44;
    private static final int BAR = 14;

    @Override
    public String toString() {
        StringBuilder panels = new StringBuilder();
        int y = 0;
        for (Summary summary : summaries) {
            for (Metric metric : summary.plotted()) {
                y += panel(panels, summary, metric, y);
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + WIDTH + "\" height=\"" + (y + LINE)
                + "\" viewBox=\"0 0 " + WIDTH + ' ' + (y + LINE)
                + "\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n" + panels + "</svg>\n";
    }

    /** Returns its height. */
    private static int panel(StringBuilder svg, Summary summary, Metric metric, int top) {
        List<Summary.Row> rows = summary.rows().stream()
                .filter(row -> row.results().containsKey(metric))
                .toList();
        if (rows.isEmpty()) {
            return 0;
        }
        double most = rows.stream()
                .mapToDouble(row -> spread(row, metric).max())
                .max()
                .orElse(0);
        text(svg, 16, top + 28, "start", " font-weight=\"bold\"", summary.title() + ": " + metric.label());
        for (int i = 0; i < rows.size(); i++) {
            bar(svg, rows.get(i), metric, most > 0 ? BARS / most : 0, top + HEADING + i * LINE);
        }
        return HEADING + rows.size() * LINE;
    }

    private static void bar(StringBuilder svg, Summary.Row row, Metric metric, double scale, int y) {
        Spread spread = spread(row, metric);
        // A heap may be smaller after than before; a bar has no place for that.
        double end = LABELS + Math.max(0, spread.median() * scale);
        double from = LABELS + Math.max(0, spread.min() * scale);
        double to = LABELS + Math.max(0, spread.max() * scale);
        text(svg, LABELS - 8, y + 12, "end", "", row.label());
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n",
                LABELS, y, end - LABELS, BAR, colour(row.contender())));
        svg.append(format(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222\"/>\n",
                from, y + BAR / 2, to, y + BAR / 2));
        text(svg, (int) to + 8, y + 12, "start", "", metric.text(spread.median()));
    }

    private static Spread spread(Summary.Row row, Metric metric) {
        Spread spread = row.results().get(metric);
        return spread == null ? new Spread(0, 0, 0) : spread;
    }

    private static String colour(Contender contender) {
        return switch (contender) {
            case OURS, ATTACHED, MEMORY -> "#2a6fb0";
            case PERSISTENT -> "#8e5ea2";
            case TUNED -> "#7fb069";
            case NAIVE -> "#d8b365";
            case BARE, BYHAND -> "#999999";
            case LIMIT -> "#cccccc";
        };
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String style, String text) {
        svg.append(format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>", x, y, anchor, style))
                .append(text.replace("&", "&amp;").replace("<", "&lt;"))
                .append("</text>\n");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
