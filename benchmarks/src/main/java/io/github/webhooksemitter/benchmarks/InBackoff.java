package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** One event for every emitter, none of which reaches its receiver: what it takes to wait for the next attempts. */
final class InBackoff implements Step {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** The waits double from a second on: this long, and there have been six attempts or seven. */
    private static final int IDLES = 6;

    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        SenderProcess sender = session.sender();
        sender.attach();
        sender.send(session.traffic().emitters(), LIMIT);
        Duration watched = session.options().idle().multipliedBy(IDLES);
        SenderProcess.Cost start = sender.cost();
        long end = System.nanoTime() + watched.toNanos();
        int most = 0;
        while (System.nanoTime() < end) {
            most = Math.max(most, sender.threads());
            Thread.sleep(200);
        }
        results.put(Metric.THREADS, (double) most);
        results.put(Metric.IDLE_CPU, 100.0 * sender.cost().since(start).cpuNanos() / watched.toNanos());
        results.put(Metric.RESIDENT, sender.footprint().resident() / 1024.0 / 1024.0);
    }
}
