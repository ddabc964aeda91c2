package io.github.webhooksemitter.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A JVM that runs one of our programs until it is killed, or its parent ends. */
final class ChildProcess implements AutoCloseable {
    private static final String READY = "READY ";
    private static final Duration START = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** Starts a program; its output goes to ours. */
    static ChildProcess start(String name, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // What starts fastest, and takes the least of a small machine.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsun.net.httpserver.nodelay=true",
                "-Dcamel.threads.virtual.enabled=" + System.getProperty("camel.threads.virtual.enabled", "false"),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        try {
            ChildProcess child = new ChildProcess(
                    name, new ProcessBuilder(command).redirectErrorStream(true).start());
            Thread output = new Thread(child::read, "output of " + name);
            output.setDaemon(true);
            output.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                } else {
                    System.out.println(name + ": " + line);
                }
            }
        } catch (IOException e) {
            // A kill closes the pipe: no more lines.
        }
        ready.completeExceptionally(new IllegalStateException(name + " has ended before it was ready."));
    }

    /** Waits until the program says that it is ready. */
    String awaitReady() {
        try {
            return ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " does not start.", e);
        }
    }

    /** What it said when it became ready; completed exceptionally where it never did. */
    CompletableFuture<String> whenReady() {
        return ready;
    }

    /** Lets it live for a while, in which it must not end by itself. */
    void live(Duration time) {
        try {
            if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " has ended by itself, exit code " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGKILL and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Called in the child: tells its parent that it is ready, and one word more. */
    static void ready(String word) {
        System.out.println(READY + word);
    }

    /** Called in the child: ends it as soon as its parent has ended, however that did. */
    static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nobody writes there: this waits for the end of the pipe.
                        }
                    } catch (IOException e) {
                        // That is its end, too.
                    }
                    Runtime.getRuntime().halt(3);
                },
                "end with parent");
        watch.setDaemon(true);
        watch.start();
    }
}
