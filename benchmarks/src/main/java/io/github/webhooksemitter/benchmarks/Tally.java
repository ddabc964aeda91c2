package io.github.webhooksemitter.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * Counts requests. When the expected number is in, it says {@code done CPU SAMPLE}: the receiver's CPU nanoseconds since
 * {@code expect} and the first of these requests in base64. What comes later is surplus, told at the next {@code expect}.
 */
final class Tally {
    private final PrintStream out;
    private int expected;
    private int count;
    private long cpuBefore;
    private byte[] sample = new byte[0];

    Tally(PrintStream out) {
        this.out = out;
    }

    synchronized void expect(int requests) {
        out.println("ready " + (count - expected));
        expected = requests;
        count = 0;
        cpuBefore = Cpu.nanos();
    }

    /** A whole request: the first {@code length} bytes of {@code buffer}. */
    synchronized void received(byte[] buffer, int length) {
        if (count == 0) {
            sample = Arrays.copyOf(buffer, length);
        }
        count++;
        if (count == expected) {
            String cpu = Long.toString(Cpu.nanos() - cpuBefore);
            out.println("done " + cpu + ' ' + Base64.getEncoder().encodeToString(sample));
        }
    }
}
