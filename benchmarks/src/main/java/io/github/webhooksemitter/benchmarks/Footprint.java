package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a JVM holds.
 *
 * @param heap bytes of it, after a collection
 * @param resident bytes of the whole process in memory; 0 where there is no {@code /proc}
 */
record Footprint(long heap, long resident, int threads) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    static Footprint now() throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new Footprint(
                heap, residentBytes(), ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static long residentBytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> 1024
                        * Long.parseLong(line.substring(RESIDENT.length())
                                .replace("kB", "")
                                .strip()))
                .findFirst()
                .orElse(0);
    }

    String toText() {
        return heap + " " + resident + ' ' + threads;
    }

    static Footprint parse(String text) {
        String[] words = text.split(" ", -1);
        return new Footprint(Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }
}
