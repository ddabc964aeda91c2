package io.github.webhooksemitter.benchmarks;

import java.util.List;

/**
 * Where the events go: paths of one receiver on the loopback address.
 *
 * @param deadPort of the same address; nobody listens there
 */
record Target(int port, int deadPort, Traffic traffic) {
    /** As {@link #toWords} has it, from that argument on. */
    static Target parse(String[] words, int from) {
        Traffic traffic = new Traffic(
                Integer.parseInt(words[from + 2]),
                Integer.parseInt(words[from + 3]),
                Scheme.valueOf(words[from + 4]),
                Receivers.valueOf(words[from + 5]));
        return new Target(Integer.parseInt(words[from]), Integer.parseInt(words[from + 1]), traffic);
    }

    List<String> toWords() {
        return List.of(
                Integer.toString(port),
                Integer.toString(deadPort),
                Integer.toString(traffic.emitters()),
                Integer.toString(traffic.payload()),
                traffic.scheme().name(),
                traffic.receivers().name());
    }

    int emitters() {
        return traffic.emitters();
    }

    /** How many of so many deliveries are one emitter's. */
    int share(int emitter, int deliveries) {
        return deliveries / emitters() + (emitter < deliveries % emitters() ? 1 : 0);
    }

    /** Of the emitters from this one on the deliveries are counted. */
    int firstCounted() {
        return traffic.receivers().setOneApart() ? 1 : 0;
    }

    String url(int emitter) {
        return emitter < firstCounted()
                ? urlOfTheOneApart()
                : switch (traffic.receivers()) {
                    case SOME_503 -> url(port, Place.FLAKY, emitter);
                    case SOAK -> url(port, Place.SOAK, emitter);
                    case ALL_DEAD -> url(deadPort, Place.HOOKS, emitter);
                    case HEALTHY, ONE_ASIDE, ONE_DEAD, ONE_HANGING -> url(port, Place.HOOKS, emitter);
                };
    }

    private String urlOfTheOneApart() {
        return switch (traffic.receivers()) {
            case ONE_DEAD -> url(deadPort, Place.ASIDE, 0);
            case ONE_HANGING -> url(port, Place.HANGING, 0);
            case HEALTHY, SOME_503, SOAK, ONE_ASIDE, ALL_DEAD -> url(port, Place.ASIDE, 0);
        };
    }

    private static String url(int port, Place place, int emitter) {
        return "http://127.0.0.1:" + port + place.path() + emitter;
    }
}
