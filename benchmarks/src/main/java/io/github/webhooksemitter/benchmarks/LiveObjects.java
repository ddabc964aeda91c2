package io.github.webhooksemitter.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is on the heap after a collection, as {@code jcmd GC.class_histogram} tells it. */
record LiveObjects(List<String> lines) {
    private static final int INSTANCES = 1;
    private static final int BYTES = 2;
    private static final int CLASS = 3;

    static LiveObjects now() {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {null},
                            new String[] {String[].class.getName()});
            return new LiveObjects(text.toString().lines().toList());
        } catch (JMException e) {
            throw new IllegalStateException("this JVM counts no objects", e);
        }
    }

    /** Of all classes. */
    long bytes() {
        return lines.stream()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(words(line)[BYTES]))
                .sum();
    }

    long instancesOf(String className) {
        return lines.stream()
                .map(LiveObjects::words)
                .filter(words -> words.length > CLASS && words[CLASS].equals(className))
                .mapToLong(words -> Long.parseLong(words[INSTANCES]))
                .sum();
    }

    private static String[] words(String line) {
        return line.strip().split("\\s+");
    }
}
