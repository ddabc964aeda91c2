package io.github.webhooksemitter.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The command lines of the processes. */
record Commands(Options options) {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    List<String> receiver() {
        return pinnedTo(Integer.toString(CORES - 1), java(List.of("-Xms128m", "-Xmx128m"), Receiver.class, List.of()));
    }

    /** @param jvmOptions instead of those asked for; empty: those */
    List<String> sender(Contender contender, Target target, List<String> jvmOptions) {
        List<String> arguments = new ArrayList<>(List.of(
                contender.label(),
                Integer.toString(contender.feeders(options.feeders(), target.emitters())),
                Boolean.toString(options.virtualThreads())));
        arguments.addAll(target.toWords());
        return besidesTheReceiver(java(withThreads(jvmOptions), Sender.class, arguments));
    }

    List<String> soakSender(Target target, int perSecond) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(perSecond)));
        arguments.addAll(target.toWords());
        return besidesTheReceiver(java(withThreads(List.of()), SoakSender.class, arguments));
    }

    private List<String> withThreads(List<String> jvmOptions) {
        List<String> jvm = new ArrayList<>(jvmOptions.isEmpty() ? options.jvm() : jvmOptions);
        jvm.add("-Dcamel.threads.virtual.enabled=" + options.virtualThreads());
        return jvm;
    }

    private List<String> java(List<String> jvm, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(options.java()));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    List<String> besidesTheReceiver(List<String> command) {
        return pinnedTo("0-" + (CORES - 2), command);
    }

    private List<String> pinnedTo(String cores, List<String> command) {
        if (!options.pinned()) {
            return command;
        }
        if (CORES < 2) {
            throw new IllegalStateException("--pin needs at least two cores");
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", cores));
        pinned.addAll(command);
        return pinned;
    }
}
