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
    /** The same, each emitter fed by a caller of its own. */
    MEMORY,
    /** As {@link #MEMORY}, with persistent queues in an embedded Artemis that syncs what it writes. */
    PERSISTENT,
    /** Queues in the same broker, worked off by hand: JMS and an HttpClient, no Camel. */
    BYHAND,
    /** No sender of ours at all: the limit of the receiver, found by {@code wrk}. */
    LIMIT;

    static Contender named(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many threads feed it, when so many are asked for. */
    int feeders(int asked, int emitters) {
        return switch (this) {
            case MEMORY, PERSISTENT, BYHAND -> emitters;
            case OURS, TUNED, NAIVE, BARE, ATTACHED, LIMIT -> Math.min(asked, emitters);
        };
    }

    Load start(Target target, int feeders) throws Exception {
        return switch (this) {
            case OURS -> CamelLoad.start(target, feeders, new OurDoors(target));
            case TUNED -> CamelLoad.start(target, feeders, new PlainRoutes(target, PlainRoutes.Style.TUNED));
            case NAIVE -> CamelLoad.start(target, feeders, new PlainRoutes(target, PlainRoutes.Style.NAIVE));
            case BARE -> BareLoop.start(target);
            // With a dead letter endpoint, as the docs ask for: else each attach would log a warning.
            case ATTACHED, MEMORY ->
                CamelLoad.start(target, feeders, new AttachedDoors(target, Map.of("deadLetter", "log:dead-letter")));
            case PERSISTENT -> CamelLoad.start(target, feeders, new PersistentDoors(target));
            case BYHAND -> QueueByHand.start(target);
            case LIMIT -> throw new IllegalArgumentException("wrk is no JVM");
        };
    }
}
