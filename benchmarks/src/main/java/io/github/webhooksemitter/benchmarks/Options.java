package io.github.webhooksemitter.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What to measure, and how often. */
final class Options {
    static final String USAGE = """
            benchmarks/run [option value]…
              --suites contenders,payloads,schemes,emitters,queues,faults,backoff
              --quick                     a look: one round, short, fewer cases (before other options)
              --rounds 3                  rounds of the suite contenders, the others one fewer, backoff one
              --contenders ours,tuned,naive,bare,limit   of that suite; ratios are the first against the others
              --emitters 1,16             the suite contenders: numbers of emitters
              --payloads 200,20480,204800   the suite payloads: bytes of JSON
              --schemes unsigned,standard-webhooks,standard-webhooks-ed25519   the suite schemes
              --many 16,1000,10000,100000 the suite emitters: numbers of emitters; ratios are to the first
              --waiting 10000             the suite backoff: number of emitters
              --warmup 40                 seconds a sender is warmed up at most; it ends early once its compilers are quiet
              --seconds 4                 of each measurement, about
              --idle 6                    seconds to look at idle emitters
              --feeders 2                 threads that send to Camel contenders (one emitter: always 1)
              --virtual false             true: camel.threads.virtual.enabled, on a JVM of 21 or later
              --pin false                 true: receiver on the last core, sender on the others (needs taskset)
              --java PATH                 the java command of sender and receiver
              --jvm "-Xms512m -Xmx512m"   JVM options of the sender (the suite emitters has its own)""";

    private static final int EMITTERS_OF_AXES = 16;

    private List<String> suites =
            List.of("contenders", "payloads", "schemes", "emitters", "queues", "faults", "backoff");
    private int rounds = 3;
    private List<Contender> contenders =
            List.of(Contender.OURS, Contender.TUNED, Contender.NAIVE, Contender.BARE, Contender.LIMIT);
    private List<Integer> emitters = List.of(1, 16);
    private List<Integer> payloads = List.of(200, 20 * 1024, 200 * 1024);
    /** Without the default: that is in the suite contenders, as 1 KB is. */
    private List<Scheme> schemes = List.of(Scheme.UNSIGNED, Scheme.STANDARD_WEBHOOKS, Scheme.STANDARD_WEBHOOKS_ED25519);

    private List<Integer> many = List.of(16, 1000, 10_000, 100_000);
    private int waiting = 10_000;
    private int warmUp = 40;
    private int seconds = 4;
    private int idle = 6;
    private int feeders = 2;
    private boolean virtualThreads;
    private boolean pinned;
    private String java = System.getProperty("java.home") + "/bin/java";
    private List<String> jvm = List.of("-Xms512m", "-Xmx512m");

    private Options() {}

    /** @throws IllegalArgumentException with a sentence for the user */
    static Options parse(String... args) {
        Options options = new Options();
        Iterator<String> words = List.of(args).iterator();
        while (words.hasNext()) {
            String name = words.next();
            if (name.equals("--help")) {
                throw new IllegalArgumentException("usage:");
            } else if (name.equals("--quick")) {
                options.hurry();
            } else if (!words.hasNext()) {
                throw new IllegalArgumentException("option " + name + " needs a value");
            } else {
                options.set(name, words.next());
            }
        }
        options.suites();
        return options;
    }

    private void hurry() {
        rounds = 1;
        warmUp = 3;
        seconds = 2;
        idle = 2;
        emitters = List.of(16);
        payloads = List.of(20 * 1024);
        schemes = List.of(Scheme.STANDARD_WEBHOOKS_ED25519);
        many = List.of(16, 10_000);
    }

    private void set(String name, String value) {
        switch (name) {
            case "--suites" -> suites = list(value, Function.identity());
            case "--rounds" -> rounds = positive(value);
            case "--contenders" -> contenders = list(value, Contender::named);
            case "--emitters" -> emitters = list(value, Options::positive);
            case "--payloads" -> payloads = list(value, Options::positive);
            case "--schemes" -> schemes = list(value, Scheme::named);
            case "--many" -> many = list(value, Options::positive);
            case "--waiting" -> waiting = positive(value);
            case "--warmup" -> warmUp = positive(value);
            case "--seconds" -> seconds = positive(value);
            case "--idle" -> idle = positive(value);
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

    static int positive(String value) {
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException("a number of at least 1 is needed, not " + value);
        }
        return number;
    }

    List<Suite> suites() {
        return suites.stream().map(this::suite).toList();
    }

    private Suite suite(String name) {
        return switch (name) {
            case "contenders" ->
                new ContendersSuite(
                        emitters,
                        contenders.stream()
                                .filter(contender -> contender != Contender.LIMIT || Wrk.isInstalled())
                                .toList());
            case "payloads" ->
                new BesideBare(
                        name, "16 emitters, sizes of the event", axis(payloads, Options::size, bytes -> Traffic.to(
                                        EMITTERS_OF_AXES)
                                .withPayload(bytes)));
            case "schemes" ->
                new BesideBare(name, "16 emitters, ways to sign", axis(schemes, Scheme::label, scheme -> Traffic.to(
                                EMITTERS_OF_AXES)
                        .signedBy(scheme)));
            case "emitters" -> new EmittersSuite(many);
            case "queues" -> new QueuesSuite();
            case "faults" -> new FaultsSuite();
            case "backoff" -> new BackoffSuite(waiting);
            default -> throw new IllegalArgumentException("there is no suite " + name);
        };
    }

    private static <T> Map<String, Traffic> axis(
            List<T> values, Function<T, String> label, Function<T, Traffic> traffic) {
        Map<String, Traffic> axis = new LinkedHashMap<>();
        values.forEach(value -> axis.put(label.apply(value), traffic.apply(value)));
        return axis;
    }

    private static String size(int bytes) {
        return String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0);
    }

    List<Contender> contenders() {
        return contenders;
    }

    int rounds() {
        return rounds;
    }

    int warmUp() {
        return warmUp;
    }

    int seconds() {
        return seconds;
    }

    Duration idle() {
        return Duration.ofSeconds(idle);
    }

    int feeders() {
        return feeders;
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
