package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * The process under soak: the component as shipped, but for {@code maxAttempts}, so that some deliveries are given up. It
 * sends until told to {@code stop}; {@code sample}, {@code accepted} and {@code dead} (ledgers) are answered at once. It
 * ends when its input does.
 */
final class SoakSender {
    private static final String DELIVERY = "io.github.webhooksemitter.delivery.Delivery";
    private static final String POOL_ENTRY = "org.apache.hc.core5.pool.PoolEntry";

    private final ProducerTemplate template;
    private final List<Endpoint> endpoints;
    private final int perSecond;
    private final Map<String, Object> event;
    private final Ledger accepted = new Ledger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopped;

    private SoakSender(CamelContext context, Target target, AttachedDoors doors, int perSecond) {
        this.perSecond = perSecond;
        event = Event.ofBytes(target.traffic().payload());
        template = context.createProducerTemplate();
        template.setMaximumCacheSize(target.emitters());
        endpoints = IntStream.range(0, target.emitters())
                .mapToObj(emitter -> context.getEndpoint(doors.uri(emitter)))
                .toList();
    }

    /** Arguments: events per second, and those of {@link Target#parse}. */
    @SuppressWarnings("resource") // the context lives until the JVM is halted
    public static void main(String[] args) {
        try {
            Ledger dead = new Ledger();
            Main main = new Main();
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:dead")
                            .process(letter ->
                                    dead.enter(letter.getMessage().getHeader(CamelLoad.DELIVERY_ID, String.class)));
                }
            });
            main.start();
            Target target = Target.parse(args, 1);
            AttachedDoors doors = new AttachedDoors(target, Map.of("maxAttempts", "3", "deadLetter", "direct:dead"));
            doors.attach(main.getCamelContext());
            SoakSender sender = new SoakSender(main.getCamelContext(), target, doors, Integer.parseInt(args[0]));
            reply("ready " + Runtime.version());
            sender.obey(dead);
        } catch (Exception e) {
            reply("failed " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private void obey(Ledger dead) throws IOException, InterruptedException {
        Thread feeder = new Thread(this::feed, "feeder");
        feeder.start();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            switch (order) {
                case "sample" -> reply("sample " + sample().toText());
                case "stop" -> {
                    stopped = true;
                    feeder.join();
                    reply("stopped " + refused.get());
                }
                case "accepted" -> reply("accepted " + accepted.toText());
                case "dead" -> reply("dead " + dead.toText());
                default -> throw new IllegalArgumentException("the sender does not know the order " + order);
            }
        }
    }

    private void feed() {
        long start = System.nanoTime();
        for (int number = 0; !stopped; number++) {
            long due = start + number * 1_000_000_000L / perSecond;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            String deliveryId = Ledger.deliveryId(number);
            try {
                template.sendBodyAndHeader(
                        endpoints.get(number % endpoints.size()), event, CamelLoad.DELIVERY_ID, deliveryId);
                accepted.enter(deliveryId);
            } catch (CamelExecutionException e) {
                refused.incrementAndGet();
            }
        }
    }

    private static Sample sample() {
        LiveObjects live = LiveObjects.now();
        return new Sample(Map.of())
                .with(Resource.HEAP, live.bytes())
                .with(Resource.THREADS, ManagementFactory.getThreadMXBean().getThreadCount())
                .with(Resource.DESCRIPTORS, descriptors())
                .with(Resource.DELIVERIES, live.instancesOf(DELIVERY))
                .with(Resource.POOL_ENTRIES, live.instancesOf(POOL_ENTRY));
    }

    /** 0 where there is no {@code /proc}. */
    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static synchronized void reply(String line) {
        System.out.println(line);
    }
}
