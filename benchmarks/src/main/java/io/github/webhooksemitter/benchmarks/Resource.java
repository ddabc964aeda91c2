package io.github.webhooksemitter.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What must not grow while the load stays the same. */
enum Resource {
    HEAP("bytes of heap after GC", 1.1, 4_000_000),
    THREADS("threads", 1.25, 20),
    DESCRIPTORS("file descriptors", 1.25, 30),
    /** Accepted and not ended. */
    DELIVERIES("deliveries in memory", 1.5, 50),
    /** Of the connection pools: leased or kept. */
    POOL_ENTRIES("pool entries", 1.25, 30),
    /** As the receiver sees them. */
    CONNECTIONS("open connections", 1.25, 30);

    private final String label;
    private final double factor;
    private final long slack;

    /** @param factor with {@code slack} what comes and goes by chance; a leak adds up to more within minutes */
    Resource(String label, double factor, long slack) {
        this.label = label;
        this.factor = factor;
        this.slack = slack;
    }

    String label() {
        return label;
    }

    /**
     * Tells how it has grown, if it has: the most of the last third of the time against the most of the second. In the first,
     * caches and pools fill.
     */
    Optional<String> growth(List<Long> samples) {
        int third = samples.size() / 3;
        if (third == 0) {
            throw new IllegalArgumentException("a trend needs three samples at least");
        }
        long before = most(samples.subList(third, samples.size() - third));
        long after = most(samples.subList(samples.size() - third, samples.size()));
        return after <= before * factor + slack
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "%s grew from %d to %d", label, before, after));
    }

    private static long most(List<Long> samples) {
        return samples.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
