package io.github.webhooksemitter.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;

/**
 * Counts requests. When the expected number is in, it says {@code done CPU SAMPLE P50 P99 P999}: the receiver's CPU
 * nanoseconds since {@code expect}, the first of these requests in base64 and, of timed ones, the microseconds from
 * send to receipt. What comes later is surplus, told at the next {@code expect}.
 */
final class Tally {
    private final PrintStream out;
    private final Histogram latency = Percentiles.nanoseconds();
    private int expected;
    private int count;
    private boolean timed;
    private long cpuBefore;
    private byte[] sample = new byte[0];

    Tally(PrintStream out) {
        this.out = out;
    }

    /** @param ids whether the delivery ids tell when each was sent, see {@link SentAt} */
    synchronized void expect(int requests, boolean ids) {
        out.println("ready " + (count - expected));
        expected = requests;
        count = 0;
        timed = ids;
        latency.reset();
        cpuBefore = Cpu.nanos();
    }

    /** Says {@code received N CPU}, whatever was expected, and expects nothing more. */
    synchronized void sum() {
        out.println("received " + count + ' ' + (Cpu.nanos() - cpuBefore));
        expected = count;
    }

    /** A whole request: the first {@code length} bytes of {@code buffer}. */
    synchronized void received(byte[] buffer, int length) {
        if (count == 0) {
            sample = Arrays.copyOf(buffer, length);
        }
        if (timed) {
            long sent = SentAt.clockMicros(Framing.deliveryId(buffer, length));
            latency.recordValue(Math.max(0, Percentiles.clockMicros() - sent) * 1000);
        }
        count++;
        if (count == expected) {
            String cpu = Long.toString(Cpu.nanos() - cpuBefore);
            out.println("done " + cpu + ' ' + Base64.getEncoder().encodeToString(sample) + ' '
                    + Percentiles.of(latency).toText());
        }
    }
}
