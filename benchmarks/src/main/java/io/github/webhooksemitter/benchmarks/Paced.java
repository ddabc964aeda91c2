package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Deliveries at a steady rate that leaves the sender time: how long an accept takes, and a delivery.
 *
 * <p>It is warmed up for itself: a worker that has nothing to do is woken here, which one under full load never is. In the
 * first two passes the compilers took up to a fifth of a core, and in most JVMs the slowest accepts twice as long as later.
 */
record Paced(int perSecond) implements Step {
    private static final double WARM = 0.01;
    private static final int QUIET_PASSES = 2;

    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        Pass pass = warmUp(session);
        results.putIfAbsent(Metric.CPU, pass.cost.cpuNanos() / 1e3 / pass.deliveries);
        results.put(Metric.ACCEPT_P50, pass.accept.p50());
        results.put(Metric.ACCEPT_P99, pass.accept.p99());
        results.put(Metric.ACCEPT_P999, pass.accept.p999());
        results.put(Metric.RECEIPT_P50, pass.receipt.p50());
        results.put(Metric.RECEIPT_P99, pass.receipt.p99());
        results.put(Metric.RECEIPT_P999, pass.receipt.p999());
    }

    /** The first pass after enough quiet ones in a row; or after all the time there is. */
    private Pass warmUp(Session session) throws IOException, InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(session.options().warmUp()).toNanos();
        for (int quiet = 0; quiet < QUIET_PASSES && System.nanoTime() < end; ) {
            session.sender().settle(Duration.ofNanos(end - System.nanoTime()));
            quiet = pass(session).cost.compiling() > WARM ? 0 : quiet + 1;
        }
        return pass(session);
    }

    private record Pass(int deliveries, SenderProcess.Cost cost, Percentiles accept, Percentiles receipt) {}

    private Pass pass(Session session) throws IOException, InterruptedException {
        int seconds = session.options().seconds();
        int deliveries = perSecond * seconds;
        Duration limit = Duration.ofMinutes(1).plusSeconds(2L * seconds);
        session.receiver().expectTimed(deliveries);
        SenderProcess.Cost before = session.sender().cost();
        Percentiles accept = session.sender().pace(perSecond, deliveries, limit);
        SenderProcess.Cost cost = session.sender().cost().since(before);
        return new Pass(deliveries, cost, accept, session.receiver().done(limit).latency());
    }
}
