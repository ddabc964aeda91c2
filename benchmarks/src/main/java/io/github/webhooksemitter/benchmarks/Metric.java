package io.github.webhooksemitter.benchmarks;

import java.util.Locale;

/** What is measured; the README says how to read each. */
enum Metric {
    RATE("delivered/s", "%.0f"),
    CPU("CPU µs/delivery", "%.1f"),
    ACCEPT_P50("accept p50 µs", "%.1f"),
    ACCEPT_P99("accept p99 µs", "%.1f"),
    ACCEPT_P999("accept p99.9 µs", "%.1f"),
    RECEIPT_P50("receipt p50 µs", "%.0f"),
    RECEIPT_P99("receipt p99 µs", "%.0f"),
    RECEIPT_P999("receipt p99.9 µs", "%.0f"),
    ATTACHED("attached/s", "%.0f"),
    HEAP_PER_EMITTER("heap KB/emitter", "%.2f"),
    RESIDENT_PER_EMITTER("RSS KB/emitter", "%.2f"),
    RESIDENT("RSS MB", "%.0f"),
    IDLE_CPU("idle CPU %", "%.2f"),
    THREADS("most threads", "%.0f"),
    COMPILING("compiling %", "%.0f"),
    RECEIVER_BUSY("receiver busy %", "%.0f");

    private final String label;
    private final String format;

    Metric(String label, String format) {
        this.label = label;
        this.format = format;
    }

    String label() {
        return label;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
