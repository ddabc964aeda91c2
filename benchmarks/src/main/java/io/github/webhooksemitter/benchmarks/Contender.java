package io.github.webhooksemitter.benchmarks;

import java.util.Locale;

/** What is compared. */
enum Contender {
    /** {@code webhooks-emitter:} as shipped. */
    OURS,
    /** A plain {@code seda} + {@code http} route as a good Camel user would write it. */
    TUNED,
    /** The same route without any tuning of {@code http}, and with the method as a header. */
    NAIVE,
    /** No Camel: as many threads as emitters around one HttpClient. */
    BARE;

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
        };
    }
}
