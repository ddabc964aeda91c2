package io.github.webhooksemitter.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Feeds the endpoints of {@link Doors} in turn from a few threads; a full queue blocks the thread that feeds it. */
final class CamelLoad implements Load {
    /** Read by the component, and by {@link PlainRoutes}; it never reaches the wire. */
    static final String DELIVERY_ID = "CamelWebhooksEmitterDeliveryId";

    private static final long ASIDE_PAUSE_NANOS = 10_000_000;

    private final CamelContext context;
    private final ProducerTemplate template;
    private final Target target;
    private final Doors doors;
    private final int feeders;
    private final Map<String, Object> event;
    private List<Endpoint> endpoints = List.of();
    private int next;

    private CamelLoad(CamelContext context, Target target, Doors doors, int feeders) {
        this.context = context;
        this.target = target;
        this.doors = doors;
        this.feeders = feeders;
        event = Event.ofBytes(target.traffic().payload());
        // With the default of 1,000 producers they would be made anew all the time with more emitters than that.
        template = context.createProducerTemplate(1000 + target.emitters());
    }

    @SuppressWarnings("resource") // the context lives until the sender's JVM is halted
    static Load start(Target target, int feeders, Doors doors) throws Exception {
        Main main = new Main();
        main.start();
        doors.open(main.getCamelContext());
        return new CamelLoad(main.getCamelContext(), target, doors, feeders);
    }

    @Override
    public void attach() throws Exception {
        doors.attach(context);
    }

    @Override
    public void send(int deliveries) throws Exception {
        open();
        int first = take(deliveries);
        Threads.run("feeder", feeders, feeder -> {
            for (int i = feeder; i < deliveries; i += feeders) {
                template.sendBody(endpoint(first + i), event);
            }
        });
    }

    @Override
    public Percentiles pace(int perSecond, int deliveries) {
        open();
        int first = take(deliveries);
        Histogram accepted = Percentiles.nanoseconds();
        long start = System.nanoTime();
        for (int i = 0; i < deliveries; i++) {
            waitUntil(start + i * 1_000_000_000L / perSecond);
            String deliveryId = SentAt.deliveryId(Percentiles.clockMicros());
            long before = System.nanoTime();
            template.sendBodyAndHeader(endpoint(first + i), event, DELIVERY_ID, deliveryId);
            accepted.recordValue(System.nanoTime() - before);
        }
        return Percentiles.of(accepted);
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Only now: what a reference to an emitter costs is not what an emitter costs. */
    private void open() {
        if (!endpoints.isEmpty()) {
            return;
        }
        endpoints = IntStream.range(0, target.emitters())
                .mapToObj(emitter -> context.getEndpoint(doors.uri(emitter)))
                .toList();
        if (target.firstCounted() > 0) {
            Thread aside = new Thread(this::feedTheOneApart, "feeder aside");
            aside.setDaemon(true);
            aside.start();
        }
    }

    /** At 100/s until its queue is full, then as fast as it lets go: in a thread of its own, as nobody's business but its own. */
    private void feedTheOneApart() {
        while (!Thread.interrupted()) {
            try {
                template.sendBody(endpoints.get(0), event);
            } catch (CamelExecutionException e) {
                // Full for longer than its caller waits, which is what is to happen to it.
                LockSupport.parkNanos(ASIDE_PAUSE_NANOS);
            }
            LockSupport.parkNanos(ASIDE_PAUSE_NANOS);
        }
    }

    /** Each batch goes on where the last one ended, so that a small one does not always reach the same emitters. */
    private int take(int deliveries) {
        int first = next;
        next = (next + deliveries) % counted();
        return first;
    }

    private Endpoint endpoint(int delivery) {
        return endpoints.get(target.firstCounted() + delivery % counted());
    }

    private int counted() {
        return target.emitters() - target.firstCounted();
    }
}
