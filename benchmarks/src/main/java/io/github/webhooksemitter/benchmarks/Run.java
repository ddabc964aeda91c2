package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;

/** One contender, one fresh JVM: started, warmed up, measured, killed. */
final class Run {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MAX_WARM_UPS = 10;
    private static final double WARM = 0.1;

    private final Options options;
    private final ChildProcess receiver;
    private final int port;

    Run(Options options, ChildProcess receiver) throws InterruptedException {
        this.options = options;
        this.receiver = receiver;
        port = Integer.parseInt(receiver.await("port", START).text());
    }

    Measurement measure(Contender contender, int emitters, int round) throws IOException, InterruptedException {
        try (ChildProcess sender = new Commands(options).sender(contender, port, emitters)) {
            String jvm = sender.await("ready", START).text();
            warmUp(sender, options.warmUp().of(emitters));
            int deliveries = options.deliveries().of(emitters);
            Batch batch = send(sender, deliveries);
            return new Measurement(
                    emitters,
                    round,
                    contender,
                    deliveries * 1e9 / batch.nanos(),
                    batch.cpuNanos() / 1e3 / deliveries,
                    batch.compiling(),
                    (double) batch.receiverCpuNanos() / batch.nanos(),
                    jvm,
                    new WireCheck(batch.sample()).headers());
        }
    }

    /**
     * A fixed number is not enough: on two cores the compilers were at work after 60,000 and after 400,000 deliveries.
     * Two quiet ones in a row, because the time of a long compilation is only told at its end.
     */
    private void warmUp(ChildProcess sender, int deliveries) throws IOException, InterruptedException {
        int quiet = 0;
        for (int i = 0; i < MAX_WARM_UPS && quiet < 2; i++) {
            quiet = send(sender, deliveries).compiling() > WARM ? 0 : quiet + 1;
        }
    }

    private record Batch(long nanos, long cpuNanos, long compilerMillis, long receiverCpuNanos, byte[] sample) {
        double compiling() {
            return compilerMillis * 1e6 / nanos;
        }
    }

    private Batch send(ChildProcess sender, int deliveries) throws IOException, InterruptedException {
        receiver.tell("expect " + deliveries);
        String surplus = receiver.await("ready", ANSWER).text();
        if (!surplus.equals("0")) {
            throw new IllegalStateException("the receiver got " + surplus + " requests more than were sent before");
        }
        // A hang ends the run; a contender slower than 200 deliveries/s counts as one.
        Duration limit = Duration.ofMinutes(1).plusMillis(5L * deliveries);
        Cost before = cost(sender);
        long start = System.nanoTime();
        sender.tell("send " + deliveries);
        sender.await("sent", limit);
        ChildProcess.Line done = receiver.await("done", limit);
        Cost after = cost(sender);
        String[] cpuAndSample = done.text().split(" ", 2);
        return new Batch(
                done.nanos() - start,
                after.cpuNanos() - before.cpuNanos(),
                after.compilerMillis() - before.compilerMillis(),
                Long.parseLong(cpuAndSample[0]),
                Base64.getDecoder().decode(cpuAndSample[1]));
    }

    private record Cost(long cpuNanos, long compilerMillis) {}

    private static Cost cost(ChildProcess sender) throws IOException, InterruptedException {
        sender.tell("cpu");
        String[] numbers = sender.await("cpu", ANSWER).text().split(" ", 2);
        return new Cost(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }
}
