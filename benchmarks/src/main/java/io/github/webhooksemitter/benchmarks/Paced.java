package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Deliveries at a steady rate that leaves the sender time: how long an accept takes, and a delivery. */
record Paced(int perSecond) implements Step {
    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        if (!results.containsKey(Metric.RATE)) {
            pace(session, session.options().warmUp());
        }
        SenderProcess.Cost before = session.sender().cost();
        Pass pass = pace(session, session.options().seconds());
        SenderProcess.Cost cost = session.sender().cost().since(before);
        results.putIfAbsent(Metric.CPU, cost.cpuNanos() / 1e3 / pass.deliveries);
        results.put(Metric.ACCEPT_P50, pass.accept.p50());
        results.put(Metric.ACCEPT_P99, pass.accept.p99());
        results.put(Metric.ACCEPT_P999, pass.accept.p999());
        results.put(Metric.RECEIPT_P50, pass.receipt.p50());
        results.put(Metric.RECEIPT_P99, pass.receipt.p99());
        results.put(Metric.RECEIPT_P999, pass.receipt.p999());
    }

    private record Pass(int deliveries, Percentiles accept, Percentiles receipt) {}

    private Pass pace(Session session, int seconds) throws IOException, InterruptedException {
        int deliveries = perSecond * seconds;
        Duration limit = Duration.ofMinutes(1).plusSeconds(2L * seconds);
        session.receiver().expectTimed(deliveries);
        Percentiles accept = session.sender().pace(perSecond, deliveries, limit);
        return new Pass(deliveries, accept, session.receiver().done(limit).latency());
    }
}
