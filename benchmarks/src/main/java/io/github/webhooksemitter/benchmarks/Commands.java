package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the two processes. */
record Commands(Options options) {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    ChildProcess receiver() throws IOException {
        return new ChildProcess("receiver", java(lastCore(), List.of("-Xms64m", "-Xmx64m"), Receiver.class, List.of()));
    }

    ChildProcess sender(Contender contender, int port, int emitters) throws IOException {
        List<String> jvm = new ArrayList<>(options.jvm());
        jvm.add("-Dcamel.threads.virtual.enabled=" + options.virtualThreads());
        List<String> arguments = List.of(
                contender.label(),
                Integer.toString(port),
                Integer.toString(emitters),
                Integer.toString(options.feeders(emitters)),
                Boolean.toString(options.virtualThreads()));
        return new ChildProcess(contender.label(), java(otherCores(), jvm, Sender.class, arguments));
    }

    private List<String> java(List<String> prefix, List<String> jvm, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(options.java());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    private List<String> lastCore() {
        return pinnedTo(Integer.toString(CORES - 1));
    }

    private List<String> otherCores() {
        return pinnedTo("0-" + (CORES - 2));
    }

    private List<String> pinnedTo(String cores) {
        if (options.pinned() && CORES < 2) {
            throw new IllegalStateException("--pin needs at least two cores");
        }
        return options.pinned() ? List.of("taskset", "-c", cores) : List.of();
    }
}
