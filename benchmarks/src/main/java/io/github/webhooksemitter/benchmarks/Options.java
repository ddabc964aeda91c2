package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** What to measure, and how often. */
final class Options {
    static final String USAGE = """
            benchmarks/run [option value]…
              --rounds 5                  rounds; in each, every contender has a fresh JVM
              --emitters 1,16             numbers of emitters
              --contenders ours,tuned,naive,bare   in this order; ratios are the first against the others
              --deliveries 40000,100000   measured deliveries a round: with one emitter, with more
              --warmup 50000,100000        the same for a warm-up, repeated up to 10 times while the JVM compiles
              --feeders 2                 threads that send to Camel contenders (one emitter: always 1)
              --virtual false             true: camel.threads.virtual.enabled, on a JVM of 21 or later
              --pin false                 true: receiver on the last core, sender on the others (needs taskset)
              --java PATH                 the java command of sender and receiver
              --jvm "-Xms512m -Xmx512m"   JVM options of the sender""";

    private int rounds = 5;
    private List<Integer> emitters = List.of(1, 16);
    private List<Contender> contenders = List.of(Contender.values());
    private Counts deliveries = new Counts(40_000, 100_000);
    private Counts warmUp = new Counts(50_000, 100_000);
    private int feeders = 2;
    private boolean virtualThreads;
    private boolean pinned;
    private String java = System.getProperty("java.home") + "/bin/java";
    private List<String> jvm = List.of("-Xms512m", "-Xmx512m");

    /** A count for one emitter and one for several, which are faster together. */
    record Counts(int one, int several) {
        int of(int emitters) {
            return emitters == 1 ? one : several;
        }
    }

    private Options() {}

    /** @throws IllegalArgumentException with a sentence for the user */
    static Options parse(String... args) {
        Options options = new Options();
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String name = words.next();
            if (name.equals("--help")) {
                throw new IllegalArgumentException("usage:");
            }
            if (!words.hasNext()) {
                throw new IllegalArgumentException("option " + name + " needs a value");
            }
            options.set(name, words.next());
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--rounds" -> rounds = positive(value);
            case "--emitters" -> emitters = list(value, Options::positive);
            case "--contenders" -> contenders = list(value, Contender::named);
            case "--deliveries" -> deliveries = counts(value);
            case "--warmup" -> warmUp = counts(value);
            case "--feeders" -> feeders = positive(value);
            case "--virtual" -> virtualThreads = Boolean.parseBoolean(value);
            case "--pin" -> pinned = Boolean.parseBoolean(value);
            case "--java" -> java = value;
            case "--jvm" -> jvm = List.of(value.strip().split("\\s+"));
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
    }

    private static <T> List<T> list(String value, Function<String, T> element) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .map(element)
                .toList();
    }

    private static Counts counts(String value) {
        List<Integer> counts = new ArrayList<>(list(value, Options::positive));
        return new Counts(counts.get(0), counts.get(counts.size() - 1));
    }

    private static int positive(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("a number of at least 1 is needed, not " + value);
        }
        return number;
    }

    int rounds() {
        return rounds;
    }

    List<Integer> emitters() {
        return emitters;
    }

    List<Contender> contenders() {
        return contenders;
    }

    Counts deliveries() {
        return deliveries;
    }

    Counts warmUp() {
        return warmUp;
    }

    int feeders(int emitterCount) {
        return Math.min(feeders, emitterCount);
    }

    boolean virtualThreads() {
        return virtualThreads;
    }

    boolean pinned() {
        return pinned;
    }

    String java() {
        return java;
    }

    List<String> jvm() {
        return jvm;
    }
}
