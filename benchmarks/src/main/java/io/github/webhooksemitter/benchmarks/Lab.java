package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The receiver of all measurements, and senders for each. */
final class Lab implements AutoCloseable {
    private final Options options;
    private final ReceiverProcess receiver;
    private String jvm = "";

    Lab(Options options) throws IOException, InterruptedException {
        this.options = options;
        receiver = new ReceiverProcess(new Commands(options).receiver());
    }

    Options options() {
        return options;
    }

    ReceiverProcess receiver() {
        return receiver;
    }

    /** The version of the senders' JVM, once there was one. */
    String jvm() {
        return jvm;
    }

    SenderProcess start(Contender contender, Traffic traffic, List<String> jvmOptions)
            throws IOException, InterruptedException {
        SenderProcess sender = new SenderProcess(
                contender.label(), new Commands(options).sender(contender, receiver.target(traffic), jvmOptions));
        jvm = sender.jvm();
        return sender;
    }

    /** Measures the cases of a suite in turn, round after round. */
    List<Measurement> measure(Suite suite, int rounds) throws IOException, InterruptedException {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Case one : suite.cases()) {
                Measurement measurement = new Measurement(
                        suite.name(), one.label(), round, one.measure().take(this));
                System.out.println(measurement);
                measurements.add(measurement);
            }
        }
        return measurements;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
