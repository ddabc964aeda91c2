package io.github.webhooksemitter.benchmarks;

import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs the same work on several platform threads and waits for all; the first failure wins. */
final class Threads {
    @FunctionalInterface
    interface Work {
        void run(int thread) throws Exception;
    }

    private Threads() {}

    static void run(String name, int count, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count, task -> new Thread(task, name));
        try {
            ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(executor);
            for (int i = 0; i < count; i++) {
                int thread = i;
                running.submit(() -> {
                    work.run(thread);
                    return null;
                });
            }
            for (int i = 0; i < count; i++) {
                running.take().get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
