package io.github.webhooksemitter.delivery;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How much of the CPU this process has used lately. One thread at a time. */
final class CpuUse {
    /** The JDK tells it in steps of 10 ms: less than some of them would be noise. */
    private static final double LATELY_NANOS = 50_000_000;

    private static final @Nullable LongSupplier OF_THIS_PROCESS = ofThisProcess();

    private final @Nullable LongSupplier cpuNanos;
    private final LongSupplier clock;
    private final int processors;
    private long cpuBefore;
    private long timeBefore;
    private double used;

    CpuUse() {
        this(OF_THIS_PROCESS, System::nanoTime, Runtime.getRuntime().availableProcessors());
    }

    /**
     * The same from elsewhere.
     *
     * @param cpuNanos of all threads so far; null: the platform does not tell
     * @param clock nanoseconds since some time before
     */
    CpuUse(@Nullable LongSupplier cpuNanos, LongSupplier clock, int processors) {
        this.cpuNanos = cpuNanos;
        this.clock = clock;
        this.processors = processors;
        this.timeBefore = clock.getAsLong() - (long) LATELY_NANOS - 1;
    }

    /** A module of OpenJDK, and of others; a runtime image can lack it. */
    private static @Nullable LongSupplier ofThisProcess() {
        try {
            return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                    ::getProcessCpuTime;
        } catch (NoClassDefFoundError | RuntimeException e) {
            return null;
        }
    }

    /**
     * Of all processors, 1 if they all were busy with this process, or if this was not asked lately; 0 if the platform does
     * not tell.
     */
    double lately() {
        if (cpuNanos != null) {
            long cpu = cpuNanos.getAsLong();
            long time = clock.getAsLong();
            long span = Math.max(1, time - timeBefore);
            // Over a pause, and not over what has begun since: taken for busy until there is more to see.
            used = span > LATELY_NANOS ? 1 : used + (share(cpu, span) - used) * -Math.expm1(-span / LATELY_NANOS);
            cpuBefore = cpu;
            timeBefore = time;
        }
        return used;
    }

    private double share(long cpu, long span) {
        return (double) (cpu - cpuBefore) / span / processors;
    }
}
