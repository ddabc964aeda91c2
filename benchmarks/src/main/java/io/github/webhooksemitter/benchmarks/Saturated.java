package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** As many deliveries as the sender can make, once it is warm. */
final class Saturated implements Step {
    private static final int FIRST_BATCH = 2000;
    private static final int LARGEST_BATCH = 500_000;
    private static final double WARM = 0.1;

    private final int slowness;

    Saturated() {
        this(1);
    }

    /** For what takes so many times as long until it is compiled: it makes fewer deliveries than others, or it is many. */
    Saturated(int slowness) {
        this.slowness = slowness;
    }

    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds((long) slowness * session.options().warmUp())
                        .toNanos();
        int deliveries =
                deliveries(session, warmUp(session, end) * session.options().seconds());
        Batch batch = send(session, deliveries);
        while (batch.cost().compiling() > WARM && System.nanoTime() < end) {
            session.sender().settle(Duration.ofNanos(end - System.nanoTime()));
            batch = send(session, deliveries);
        }
        WireCheck.check(batch.receipt().sample(), session.traffic());
        results.put(Metric.RATE, batch.rate());
        results.put(Metric.CPU, batch.cost().cpuNanos() / 1e3 / deliveries);
        results.put(Metric.COMPILING, 100 * batch.cost().compiling());
        results.put(Metric.RECEIVER_BUSY, 100.0 * batch.receipt().cpuNanos() / batch.nanos());
    }

    /**
     * A fixed number is not enough: on two cores, which the load has for itself, the compilers were at work after 60,000 and
     * after 400,000 deliveries. So they get the machine alone after each batch. Two quiet batches in a row, because the time
     * of a long compilation is only told at its end; or all the time there is. Some methods are compiled again after minutes:
     * a measurement beside that is none, and is made again while there is time.
     */
    private double warmUp(Session session, long end) throws IOException, InterruptedException {
        double rate = send(session, deliveries(session, FIRST_BATCH)).rate();
        for (int quiet = 0; quiet < 2 && System.nanoTime() < end; ) {
            session.sender().settle(Duration.ofNanos(end - System.nanoTime()));
            Batch batch = send(session, deliveries(session, rate));
            quiet = batch.cost().compiling() > WARM ? 0 : quiet + 1;
            rate = batch.rate();
        }
        return rate;
    }

    /** At least one for each emitter. */
    private static int deliveries(Session session, double wanted) {
        return Math.max(session.traffic().emitters(), (int) Math.min(LARGEST_BATCH, wanted));
    }

    private record Batch(int deliveries, long nanos, SenderProcess.Cost cost, ReceiverProcess.Receipt receipt) {
        double rate() {
            return deliveries * 1e9 / nanos;
        }
    }

    private static Batch send(Session session, int deliveries) throws IOException, InterruptedException {
        session.receiver().expect(deliveries);
        // A hang ends the run; a contender slower than 200 deliveries/s counts as one.
        Duration limit = Duration.ofMinutes(1).plusMillis(5L * deliveries);
        SenderProcess.Cost before = session.sender().cost();
        long start = System.nanoTime();
        session.sender().send(deliveries, limit);
        ReceiverProcess.Receipt receipt = session.receiver().done(limit);
        return new Batch(
                deliveries, receipt.nanos() - start, session.sender().cost().since(before), receipt);
    }
}
