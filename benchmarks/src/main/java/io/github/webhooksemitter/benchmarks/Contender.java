package io.github.webhooksemitter.benchmarks;

import java.util.Locale;
import java.util.Map;

/** What is compared. */
enum Contender {
    /** {@code webhooks-emitter:} as shipped. */
    OURS,
    /** A plain {@code seda} + {@code http} route as a good Camel user would write it. */
    TUNED,
    /** The same route without any tuning of {@code http}, and with the method as a header. */
    NAIVE,
    /** No Camel: as many threads as emitters around one HttpClient. */
    BARE,
    /** {@code webhooks-emitter:} as shipped, for many emitters: attached through its Java API. */
    ATTACHED,
    /** No sender of ours at all: the limit of the receiver, found by {@code wrk}. */
    LIMIT;

    static Contender named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Load start(Target target, int feeders) throws Exception {
        return switch (this) {
            case OURS -> CamelLoad.start(target, feeders, new OurDoors(target));
            case TUNED -> CamelLoad.start(target, feeders, new PlainRoutes(target, PlainRoutes.Style.TUNED));
            case NAIVE -> CamelLoad.start(target, feeders, new PlainRoutes(target, PlainRoutes.Style.NAIVE));
            case BARE -> BareLoop.start(target);
            // With a dead letter endpoint, as the docs ask for: else each attach would log a warning.
            case ATTACHED ->
                CamelLoad.start(target, feeders, new AttachedDoors(target, Map.of("deadLetter", "log:dead-letter")));
            case LIMIT -> throw new IllegalArgumentException("wrk is no JVM");
        };
    }
}
