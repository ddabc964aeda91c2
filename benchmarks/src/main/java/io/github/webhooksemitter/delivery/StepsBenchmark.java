package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.Envelope;
import io.github.webhooksemitter.emitter.FinalStatuses;
import io.github.webhooksemitter.transport.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the component itself does between accept and attempt, and after one. In this package, as its steps are nobody
 * else's business.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepsBenchmark {
    private static final AcceptedEvent EVENT = new AcceptedEvent(
            "fbc7fbe7-2e9b-4911-a50f-e0452672192c",
            "order.created",
            new byte[1024],
            Map.of(),
            Optional.empty(),
            Set.of());

    private final CamelContext context = new DefaultCamelContext();
    private final Engine engine =
            new Engine(context, this, Long.MAX_VALUE, Clock.systemUTC(), RandomGenerator.getDefault());
    private final RetryDecision decision = new RetryDecision(engine, RandomGenerator.getDefault());
    private final FinalStatuses finalStatuses;
    private final List<String> retryAfter = List.of("120");
    private final ActiveEmitter emitter;
    private final Backlog queue = new Backlog();
    private final AcceptedDelivery accepted;
    private final Delivery delivery;
    private final Exchange exchange;

    /** Makes an emitter that nothing is sent to, with a delivery whose first attempt has failed. */
    public StepsBenchmark() {
        context.start();
        engine.start();
        EmitterConfig config = EmitterConfig.of(
                Map.of("url", "http://127.0.0.1/hooks/0", "allowedNetworks", "loopback", "secret", "benchmark-secret"));
        ActiveEmitter.Setup setup = new Setups(context, engine, EmitterConfig.empty()).prepare("steps", config);
        emitter = new ActiveEmitter("steps", engine, config, setup);
        finalStatuses = setup.settings().finalStatuses();
        accepted = makeDelivery();
        delivery = new Delivery(accepted);
        exchange = delivery.toExchange();
        delivery.countAttempt(setup);
    }

    /** Accept: the delivery, the payload being bytes already. */
    @Benchmark
    public Object accept() {
        return makeDelivery();
    }

    private AcceptedDelivery makeDelivery() {
        Instant now = engine.now();
        return AcceptedDelivery.fromCaller(emitter, EVENT, Content.of(EVENT, Envelope.NONE, "steps", now), now, false);
    }

    /** The queue: in and out, and ended. */
    @Benchmark
    public Object queue() {
        queue.add(accepted);
        Delivery taken = queue.take().orElseThrow();
        queue.ended(taken);
        return taken;
    }

    /** The exchange in which it travels from there. */
    @Benchmark
    public Object exchange() {
        return delivery.toExchange();
    }

    /** The hand-over to a worker, until it runs. */
    @Benchmark
    public void handOver() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(1);
        engine.workers().execute(runs::countDown);
        runs.await();
    }

    /** What an answer of 503 with a Retry-After means. */
    @Benchmark
    public Optional<Duration> outcome() {
        Optional<Failure> none = Optional.empty();
        return AttemptOutcome.of(503, none, finalStatuses) == AttemptOutcome.RETRY
                ? RetryAfter.wait(retryAfter, Instant.EPOCH)
                : Optional.empty();
    }

    /** Whether and when there is another attempt. */
    @Benchmark
    public boolean decideOnRetry() {
        return decision.matches(exchange);
    }

    /** Ends the threads. */
    @TearDown
    public void stop() {
        engine.stop();
        context.stop();
    }
}
