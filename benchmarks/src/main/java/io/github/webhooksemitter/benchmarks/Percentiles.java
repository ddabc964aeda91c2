package io.github.webhooksemitter.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.Histogram;

/** What most, nearly all, and all but the slowest stayed under, in microseconds. */
record Percentiles(double p50, double p99, double p999) {
    private static final long LONGEST_MICROS = 600_000_000L;

    /** A histogram of times in nanoseconds, precise to a thousandth. */
    static Histogram nanoseconds() {
        return new Histogram(LONGEST_MICROS * 1000, 3);
    }

    static Percentiles of(Histogram nanoseconds) {
        return new Percentiles(
                nanoseconds.getValueAtPercentile(50) / 1e3,
                nanoseconds.getValueAtPercentile(99) / 1e3,
                nanoseconds.getValueAtPercentile(99.9) / 1e3);
    }

    /** As {@link #parse} reads it: three words. */
    String toText() {
        return p50 + " " + p99 + ' ' + p999;
    }

    static Percentiles parse(String text) {
        String[] words = text.split(" ", -1);
        return new Percentiles(
                Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    /** Microseconds since the epoch: the one clock that two processes of a machine share. */
    static long clockMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
