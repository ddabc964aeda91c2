package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A {@link Sender}, from outside. */
final class SenderProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration ATTACH = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final double SETTLED = 0.1;

    private final ChildProcess process;
    private final String jvm;

    SenderProcess(String name, List<String> command) throws IOException, InterruptedException {
        process = new ChildProcess(name, command);
        try {
            jvm = process.await("ready", START).text();
        } catch (IllegalStateException | InterruptedException e) {
            process.close();
            throw e;
        }
    }

    /** What its JVM has used of the CPU in a time: all its threads, and of that its compilers. */
    record Cost(long nanos, long cpuNanos, long compilerMillis) {
        Cost since(Cost before) {
            return new Cost(nanos - before.nanos, cpuNanos - before.cpuNanos, compilerMillis - before.compilerMillis);
        }

        /** What the compilers used, of one core. */
        double compiling() {
            return compilerMillis * 1e6 / nanos;
        }
    }

    /** The version of its JVM. */
    String jvm() {
        return jvm;
    }

    Duration attach() throws IOException, InterruptedException {
        return Duration.ofNanos(Long.parseLong(ask("attach", "attached", ATTACH)));
    }

    void send(int deliveries, Duration limit) throws IOException, InterruptedException {
        ask("send " + deliveries, "sent", limit);
    }

    /** Sends at a steady rate; returns how long the accepts took. */
    Percentiles pace(int perSecond, int deliveries, Duration limit) throws IOException, InterruptedException {
        return Percentiles.parse(ask("pace " + perSecond + ' ' + deliveries, "paced", limit));
    }

    /** Since its start, on {@link System#nanoTime()}. */
    Cost cost() throws IOException, InterruptedException {
        String[] numbers = ask("cost", "cost", ANSWER).split(" ", -1);
        return new Cost(System.nanoTime(), Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    /** Waits until it does nothing any more, for that long at most: without load it still compiles what it has run. */
    void settle(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long used = Long.MAX_VALUE;
        while (used > SETTLED * LOOK.toNanos() && System.nanoTime() < end) {
            Cost before = cost();
            Thread.sleep(LOOK.toMillis());
            used = cost().since(before).cpuNanos();
        }
    }

    Footprint footprint() throws IOException, InterruptedException {
        return Footprint.parse(ask("footprint", "footprint", ANSWER));
    }

    int threads() throws IOException, InterruptedException {
        return Integer.parseInt(ask("threads", "threads", ANSWER));
    }

    private String ask(String order, String word, Duration limit) throws IOException, InterruptedException {
        process.tell(order);
        return process.await(word, limit).text();
    }

    @Override
    public void close() {
        process.close();
    }
}
