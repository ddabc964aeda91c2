package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.delivery.Payloads;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an accept does to the payload: write an object as JSON, or look whether a text is JSON. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SerialiseBenchmark {
    private static final int LONGEST = 1024 * 1024;

    /** Bytes of JSON. */
    @Param({"200", "1024", "20480", "204800"})
    public int bytes;

    private final Payloads payloads = new Payloads(new DefaultCamelContext());
    private Map<String, Object> event = Map.of();
    private String text = "";

    /** Makes the event. */
    @Setup
    public void make() throws JsonProcessingException {
        event = Event.ofBytes(bytes);
        text = new ObjectMapper().writeValueAsString(event);
    }

    /** A map of maps and lists. */
    @Benchmark
    public byte[] object() {
        return payloads.of(event, LONGEST);
    }

    /** JSON text as it stands. */
    @Benchmark
    public byte[] text() {
        return payloads.of(text, LONGEST);
    }
}
