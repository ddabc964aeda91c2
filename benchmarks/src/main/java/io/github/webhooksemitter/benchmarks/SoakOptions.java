package io.github.webhooksemitter.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * How long the soak is, and how much.
 *
 * @param common options that it shares with the other programs
 */
record SoakOptions(int minutes, int perSecond, int emitters, Options common) {
    static final String USAGE = """
            benchmarks/soak [option value]…
              --minutes 30
              --rate 500                  events per second
              --emitters 1000
            and --java, --jvm, --virtual and --pin as benchmarks/run has them""";

    private static final int SECONDS_BETWEEN_SAMPLES = 10;
    private static final int MOST_SAMPLES = 60;

    /** @throws IllegalArgumentException with a sentence for the user */
    static SoakOptions parse(String... args) {
        int minutes = 30;
        int perSecond = 500;
        int emitters = 1000;
        List<String> common = new ArrayList<>();
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String name = words.next();
            if (name.equals("--help") || !words.hasNext()) {
                throw new IllegalArgumentException("usage:");
            }
            String value = words.next();
            switch (name) {
                case "--minutes" -> minutes = Options.positive(value);
                case "--rate" -> perSecond = Options.positive(value);
                case "--emitters" -> emitters = Options.positive(value);
                default -> common.addAll(List.of(name, value));
            }
        }
        return new SoakOptions(minutes, perSecond, emitters, Options.parse(common.toArray(String[]::new)));
    }

    Duration length() {
        return Duration.ofMinutes(minutes);
    }

    int samples() {
        return (int) Math.min(MOST_SAMPLES, length().toSeconds() / SECONDS_BETWEEN_SAMPLES);
    }
}
