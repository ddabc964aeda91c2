package io.github.webhooksemitter.reliability;

import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;

/**
 * A run of a suite. {@code -Dkills=100} makes it longer, {@code -Dseed=…} repeats the choices of another, though not its
 * timing.
 */
record Run(String name, int kills, long seed, Random random, long begin) {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);

    static Run begin(String name, int kills) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.printf("%s: seed %d%n", name, seed);
        return new Run(name, Integer.getInteger("kills", kills), seed, new Random(seed), System.nanoTime());
    }

    /** Waits until all has ended and nothing more arrives; what has not ended by then is for the history to tell. */
    void drain(History history) {
        try {
            Awaitility.await().atMost(LONGEST_DRAIN).until(() -> history.open().isEmpty());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            System.out.printf("%s: not drained, %d open%n", name, history.open().size());
        }
        Awaitility.await().during(QUIET).atMost(LONGEST_DRAIN).until(new java.util.concurrent.Callable<>() {
            private int last = history.attempts();

            @Override
            public Boolean call() {
                int now = history.attempts();
                boolean quiet = now == last;
                last = now;
                return quiet;
            }
        });
    }

    void report(History history, Callers callers) {
        System.out.printf(
                "%s: %s in %d s%n",
                name,
                history.figures(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        callers.refusals()
                .forEach((why, times) -> System.out.printf("%s: not accepted %d times: %s%n", name, times, why));
        history.violations().stream().limit(20).forEach(System.out::println);
    }
}
