package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** A long steady load with faults: nothing grows and nothing is lost, or it fails and says what did. */
final class Soak {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** Longer than three attempts to their deadlines with the waits between. */
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final SoakOptions options;
    private final ReceiverProcess receiver;
    private final ChildProcess sender;

    private Soak(SoakOptions options, ReceiverProcess receiver, ChildProcess sender) {
        this.options = options;
        this.receiver = receiver;
        this.sender = sender;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Program.run(SoakOptions.USAGE, () -> {
            SoakOptions options = SoakOptions.parse(args);
            Commands commands = new Commands(options.common());
            try (ReceiverProcess receiver = new ReceiverProcess(commands.receiver())) {
                receiver.openLedger();
                Traffic traffic = Traffic.to(options.emitters()).with(Receivers.SOAK);
                try (ChildProcess sender = new ChildProcess(
                        "sender", commands.soakSender(receiver.target(traffic), options.perSecond()))) {
                    sender.await("ready", START);
                    List<String> problems = new Soak(options, receiver, sender).run();
                    if (!problems.isEmpty()) {
                        throw new IllegalStateException(String.join("; ", problems));
                    }
                    System.out.println("nothing grew, nothing was lost");
                }
            }
        });
    }

    private List<String> run() throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 1; i <= options.samples(); i++) {
            long due = start
                    + options.length()
                            .multipliedBy(i)
                            .dividedBy(options.samples())
                            .toNanos();
            Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
            samples.add(sample());
            System.out.printf("%5d s: %s%n", (System.nanoTime() - start) / 1_000_000_000, samples.get(i - 1));
        }
        List<String> problems = new ArrayList<>();
        Arrays.stream(Resource.values())
                .flatMap(resource ->
                        resource
                                .growth(samples.stream()
                                        .map(sample -> sample.of(resource))
                                        .toList())
                                .stream())
                .forEach(problems::add);
        problems.addAll(end());
        return problems;
    }

    private Sample sample() throws IOException, InterruptedException {
        return Sample.parse(ask("sample", "sample")).with(Resource.CONNECTIONS, receiver.connections());
    }

    /** Sends no more, and waits for what is on the way. */
    private List<String> end() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        String refused = ask("stop", "stopped");
        if (!refused.equals("0")) {
            problems.add(refused + " events were refused");
        }
        BitSet accepted = Ledger.parse(ask("accepted", "accepted"));
        Books books = books(accepted);
        Sample last = sample();
        for (long end = System.nanoTime() + DRAIN.toNanos();
                System.nanoTime() < end && !(books.isBalanced() && last.of(Resource.DELIVERIES) == 0); ) {
            Thread.sleep(1000);
            books = books(accepted);
            last = sample();
        }
        System.out.printf("%s%nat the end: %s%n", books, last);
        books.loss().ifPresent(problems::add);
        left(last).ifPresent(problems::add);
        return problems;
    }

    private Books books(BitSet accepted) throws IOException, InterruptedException {
        return new Books(accepted, receiver.ledger(), Ledger.parse(ask("dead", "dead")));
    }

    private static Optional<String> left(Sample last) {
        long left = last.of(Resource.DELIVERIES);
        return left == 0 ? Optional.empty() : Optional.of(left + " deliveries are left in memory");
    }

    private String ask(String order, String word) throws IOException, InterruptedException {
        sender.tell(order);
        return sender.await(word, ANSWER).text();
    }
}
