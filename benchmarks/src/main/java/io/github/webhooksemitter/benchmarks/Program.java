package io.github.webhooksemitter.benchmarks;

import java.io.IOException;

/** What the programs have in common: how they end when something is wrong. */
interface Program {
    void run() throws IOException, InterruptedException;

    /** Exits with 2 and the usage when it was asked for what there is not, with 1 and a sentence when something failed. */
    static void run(String usage, Program program) throws IOException, InterruptedException {
        try {
            program.run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + usage);
            System.exit(2);
        } catch (IllegalStateException e) {
            System.err.println("failed: " + e.getMessage());
            System.exit(1);
        }
    }
}
