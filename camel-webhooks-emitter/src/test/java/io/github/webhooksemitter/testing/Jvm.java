package io.github.webhooksemitter.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A test program in a JVM of its own, with the class path of the tests: for its heap or its system properties. */
public final class Jvm {
    private static final int PATIENCE_MINUTES = 3;

    private Jvm() {}

    /**
     * How it ended.
     *
     * @param status what it exited with
     * @param output all that it wrote
     */
    public record Ended(int status, String output) {}

    /** Runs the program to its end; one that comes to none fails the test with what it wrote until then. */
    public static Ended run(List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("webhooks-emitter-jvm", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended) {
                throw new AssertionError("It does not end: " + text);
            }
            return new Ended(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
