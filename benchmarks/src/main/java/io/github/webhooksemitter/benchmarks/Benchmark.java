package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures all contenders side by side: A B C D, A B C D, … for each number of emitters. See the README. */
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            Results results = measure(Options.parse(args));
            results.summaries().forEach(summary -> System.out.print(new Table(summary)));
            System.out.printf("%n%s%n", results.setting());
            results.write(Path.of(System.getProperty("results", "target/results.json")));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + Options.USAGE);
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println("benchmark failed: " + e.getMessage());
            System.exit(1);
        }
    }

    private static Results measure(Options options) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        try (ChildProcess receiver = new Commands(options).receiver()) {
            Run run = new Run(options, receiver);
            // Once unmeasured, so that the receiver's JVM is as warm for the first contender as for the last.
            run.measure(Contender.BARE, options.emitters().get(0), 0);
            for (int emitters : options.emitters()) {
                for (int round = 1; round <= options.rounds(); round++) {
                    for (Contender contender : options.contenders()) {
                        Measurement measurement = run.measure(contender, emitters, round);
                        measurements.add(measurement);
                        progress(measurement);
                    }
                }
            }
        }
        return Results.of(options, measurements);
    }

    private static void progress(Measurement done) {
        System.out.printf(
                Locale.ROOT,
                "emitters %d, round %d: %-5s %6.0f/s, %5.1f µs CPU, compiling %2.0f%%%n",
                done.emitters(),
                done.round(),
                done.contender().label(),
                done.deliveriesPerSecond(),
                done.cpuMicros(),
                100 * done.compiling());
    }
}
