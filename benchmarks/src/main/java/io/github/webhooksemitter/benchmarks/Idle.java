package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Makes the emitters, and looks at what they take while nothing is sent. */
final class Idle implements Step {
    private static final double KILOBYTE = 1024;
    private static final Duration SETTLE = Duration.ofSeconds(60);

    @Override
    public void run(Session session, Map<Metric, Double> results) throws IOException, InterruptedException {
        SenderProcess sender = session.sender();
        int emitters = session.traffic().emitters();
        Footprint before = settled(sender);
        Duration attach = sender.attach();
        Footprint after = settled(sender);
        results.put(Metric.ATTACHED, emitters * 1e9 / attach.toNanos());
        results.put(Metric.HEAP_PER_EMITTER, (after.heap() - before.heap()) / KILOBYTE / emitters);
        results.put(Metric.RESIDENT_PER_EMITTER, (after.resident() - before.resident()) / KILOBYTE / emitters);
        results.put(Metric.RESIDENT, after.resident() / KILOBYTE / KILOBYTE);
        results.put(Metric.THREADS, (double) after.threads());

        sender.settle(SETTLE);
        SenderProcess.Cost start = sender.cost();
        Thread.sleep(session.options().idle().toMillis());
        results.put(
                Metric.IDLE_CPU,
                100.0
                        * sender.cost().since(start).cpuNanos()
                        / session.options().idle().toNanos());
    }

    /** The second look: what the collector of the first found free goes back to the system after it. */
    private static Footprint settled(SenderProcess sender) throws IOException, InterruptedException {
        sender.settle(SETTLE);
        sender.footprint();
        sender.settle(SETTLE);
        return sender.footprint();
    }
}
