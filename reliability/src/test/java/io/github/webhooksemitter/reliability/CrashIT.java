package io.github.webhooksemitter.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with its own broker is killed again and again, and loses nothing that it has accepted. */
class CrashIT {
    private static final int EMITTERS = 8;

    @TempDir
    Path journal;

    @Test
    void loses_nothing_that_was_accepted_however_often_it_is_killed() {
        Run run = Run.begin("crash", 20);
        History history = new History();
        try (Recorder recorder = Recorder.start(history, run.seed(), Duration.ofMillis(5));
                Callers callers = Callers.start(history, 1, EMITTERS, 2)) {
            for (int kill = 0; kill < run.kills(); kill++) {
                try (ChildProcess child = node(recorder)) {
                    live(child, callers, run.random());
                    callers.down(0);
                    long begin = System.nanoTime();
                    child.kill();
                    history.crashed(new History.Crash("only", begin, System.nanoTime()));
                }
            }
            callers.stop();
            try (ChildProcess child = node(recorder)) {
                child.awaitReady();
                run.drain(history);
            }
            run.report(history, callers);
        }
        assertThat(history.violations()).isEmpty();
        assertThat(history.figures().delivered()).isPositive();
    }

    private ChildProcess node(Recorder recorder) {
        return ChildProcess.start(
                "node", EmitterNode.class, "only", journal.toString(), recorder.url(), String.valueOf(EMITTERS));
    }

    /** Most are killed at work, some while they start and read their journal. */
    private static void live(ChildProcess child, Callers callers, Random random) {
        if (random.nextInt(5) == 0) {
            child.whenReady().thenAccept(port -> callers.up(0, port));
            child.live(Duration.ofMillis(random.nextInt(4000)));
        } else {
            callers.up(0, child.awaitReady());
            child.live(Duration.ofMillis(100 + random.nextInt(5000)));
        }
    }
}
