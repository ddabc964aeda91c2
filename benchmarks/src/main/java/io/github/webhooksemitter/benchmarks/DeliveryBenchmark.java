package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
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
 * A whole delivery of 1 KB, signed as by default, to a receiver in the same JVM, whose thread allocates nothing per request:
 * so {@code -prof gc} tells what a delivery allocates. The caller waits for it, which a caller usually does not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class DeliveryBenchmark {
    private final Map<String, Object> event = Event.ofBytes(Traffic.KILOBYTE);
    private final Main main = new Main();
    private final ProducerTemplate template;
    private final Endpoint endpoint;

    /** Starts the receiver and a context of its own. */
    public DeliveryBenchmark() {
        main.start();
        template = main.getCamelContext().createProducerTemplate();
        OurDoors doors = new OurDoors(new Target(receiver(), 0, Traffic.to(1)));
        endpoint = main.getCamelContext().getEndpoint(doors.uri(0) + "&waitForDelivery=true");
    }

    /** Returns its port. */
    private static int receiver() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            Receiver receiver = new Receiver(new Desk(new Tally(nowhere), new Ledger()));
            Thread thread = new Thread(receiver, "receiver");
            thread.setDaemon(true);
            thread.start();
            return receiver.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From accept to the receiver's answer. */
    @Benchmark
    public void delivery() {
        template.sendBody(endpoint, event);
    }

    /** Stops the context. */
    @TearDown
    public void stop() {
        main.stop();
    }
}
