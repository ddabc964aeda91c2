package io.github.webhooksemitter.delivery;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** How much of the CPU this process has used lately. One thread at a time. */
final class CpuUse {
    /** The JDK tells it in steps of 10 ms: less than some of them would be noise. */
    private static final double LATELY_NANOS = 50_000_000;

    private static final @Nullable Source SOURCE = source();

    private final int processors = Runtime.getRuntime().availableProcessors();
    private long cpuBefore;
    private long timeBefore;
    private double used;

    /** Nanoseconds of all threads since the start of the process. */
    private interface Source {
        long nanos();
    }

    /** A module of OpenJDK, and of others; a runtime image can lack it. */
    private static @Nullable Source source() {
        try {
            return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                    ::getProcessCpuTime;
        } catch (NoClassDefFoundError | RuntimeException e) {
            return null;
        }
    }

    /**
     * Of all processors, 1 if they all were busy with this process, or if that was not asked lately; 0 if the platform does not
     * tell.
     */
    double lately() {
        if (SOURCE != null) {
            long cpu = SOURCE.nanos();
            long time = System.nanoTime();
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
