package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;

/** The {@link Receiver}, from outside. */
final class ReceiverProcess implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ChildProcess process;
    private final int port;
    private final int deadPort;

    ReceiverProcess(List<String> command) throws IOException, InterruptedException {
        process = new ChildProcess("receiver", command);
        String[] ports = process.await("ports", START).text().split(" ", -1);
        port = Integer.parseInt(ports[0]);
        deadPort = Integer.parseInt(ports[1]);
    }

    /**
     * Everything that was expected is in.
     *
     * @param nanos when, on {@link System#nanoTime()}
     * @param latency from send to receipt; of deliveries with timed ids
     */
    record Receipt(long nanos, long cpuNanos, byte[] sample, Percentiles latency) {}

    /** @param cpuNanos since it was told to expect */
    record Sum(long requests, long cpuNanos) {}

    Target target(Traffic traffic) {
        return new Target(port, deadPort, traffic);
    }

    void expect(int deliveries) throws IOException, InterruptedException {
        expect(Integer.toString(deliveries));
    }

    /** Deliveries whose ids tell when they were sent. */
    void expectTimed(int deliveries) throws IOException, InterruptedException {
        expect(deliveries + " timed");
    }

    private void expect(String what) throws IOException, InterruptedException {
        String surplus = ask("expect " + what, "ready");
        if (!surplus.equals("0")) {
            throw new IllegalStateException("the receiver got " + surplus + " requests more than were sent before");
        }
    }

    Receipt done(Duration limit) throws InterruptedException {
        ChildProcess.Line line = process.await("done", limit);
        String[] words = line.text().split(" ", 3);
        return new Receipt(
                line.nanos(),
                Long.parseLong(words[0]),
                Base64.getDecoder().decode(words[1]),
                Percentiles.parse(words[2]));
    }

    Sum sum() throws IOException, InterruptedException {
        String[] words = ask("sum", "received").split(" ", -1);
        return new Sum(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** From now on the receiver notes what it takes, see {@link Ledger}. */
    void openLedger() throws IOException {
        process.tell("open");
    }

    BitSet ledger() throws IOException, InterruptedException {
        return Ledger.parse(ask("ledger", "ledger"));
    }

    int connections() throws IOException, InterruptedException {
        return Integer.parseInt(ask("connections", "connections"));
    }

    private String ask(String order, String word) throws IOException, InterruptedException {
        process.tell(order);
        return process.await(word, ANSWER).text();
    }

    @Override
    public void close() {
        process.close();
    }
}
