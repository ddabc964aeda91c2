package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what {@link Options} ask for, and prints and writes the results. See the README. */
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Program.run(Options.USAGE, () -> {
            Options options = Options.parse(args);
            Path directory = Path.of(System.getProperty("results", "target"));
            Results results = measure(options);
            results.summaries().forEach(summary -> System.out.println(new Table(summary)));
            System.out.printf("%n%s%n", results.setting());
            results.write(directory);
            System.out.printf("results.json and results.svg are in %s%n", directory);
        });
    }

    private static Results measure(Options options) throws IOException, InterruptedException {
        if (options.contenders().contains(Contender.LIMIT) && !Wrk.isInstalled()) {
            System.out.println("wrk is not on the PATH (Debian: apt-get install wrk): measuring without the limit");
        }
        List<Measurement> measurements = new ArrayList<>();
        List<Summary> summaries = new ArrayList<>();
        try (Lab lab = new Lab(options)) {
            warmUp(lab);
            for (Suite suite : options.suites()) {
                List<Measurement> ofSuite = lab.measure(suite, suite.rounds(options.rounds()));
                measurements.addAll(ofSuite);
                summaries.add(Summary.of(suite, ofSuite));
            }
            return new Results(Results.Setting.of(options, lab.jvm()), summaries, measurements);
        }
    }

    /** So that the receiver's JVM is as warm for the first case as for the last. */
    static void warmUp(Lab lab) throws IOException, InterruptedException {
        SenderCase.of("warm-up", Contender.BARE, Traffic.to(16), new Saturated())
                .measure()
                .take(lab);
    }
}
