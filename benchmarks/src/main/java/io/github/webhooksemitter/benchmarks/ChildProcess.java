package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes orders and answers in lines. It is killed on {@link #close()}; and since it ends with its input,
 * it does not survive a killed parent either.
 */
final class ChildProcess implements AutoCloseable {
    /** A line and when it came, on {@link System#nanoTime()}. */
    record Line(String text, long nanos) {}

    private static final String EXITED = "exited";

    private final String name;
    private final Process process;
    private final Writer orders;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    ChildProcess(String name, List<String> command) throws IOException {
        this.name = name;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = process.outputWriter();
        Thread reader = new Thread(this::read, name + " output");
        reader.setDaemon(true);
        reader.start();
    }

    void tell(String order) throws IOException {
        orders.write(order + '\n');
        orders.flush();
    }

    /** The next line, which has to begin with that word; what follows the word is its text. */
    Line await(String word, Duration timeout) throws InterruptedException {
        Line line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null) {
            throw new IllegalStateException(name + " did not say '" + word + "' within " + timeout.toSeconds() + " s");
        }
        if (!line.text().equals(word) && !line.text().startsWith(word + ' ')) {
            throw new IllegalStateException(name + " should have said '" + word + "' but: " + line.text());
        }
        return new Line(line.text().substring(word.length()).strip(), line.nanos());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(text -> lines.add(new Line(text, System.nanoTime())));
        } catch (IOException | UncheckedIOException e) {
            lines.add(new Line(e.toString(), System.nanoTime()));
        }
        lines.add(new Line(EXITED, System.nanoTime()));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
