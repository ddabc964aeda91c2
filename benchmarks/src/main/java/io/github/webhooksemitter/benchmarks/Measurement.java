package io.github.webhooksemitter.benchmarks;

import java.util.Set;

/**
 * One contender in one round.
 *
 * @param deliveriesPerSecond from before the first send to the last receipt
 * @param cpuMicros CPU time of the sender per delivery
 * @param compiling what the sender's compilers worked meanwhile, as a share of the time: much of it means too short a warm-up
 * @param receiverBusy CPU time of the receiver as a share of one core
 * @param jvm version of the sender's JVM
 * @param headers names of the request's headers, in lower case
 */
record Measurement(
        int emitters,
        int round,
        Contender contender,
        double deliveriesPerSecond,
        double cpuMicros,
        double compiling,
        double receiverBusy,
        String jvm,
        Set<String> headers) {}
