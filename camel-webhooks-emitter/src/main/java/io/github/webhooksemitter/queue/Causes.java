package io.github.webhooksemitter.queue;

/** Names what failed without what it says: a broker's message may hold an address or a user. */
final class Causes {
    private Causes() {}

    static String nameOf(Throwable failure) {
        return root(failure).getClass().getSimpleName();
    }

    /** Whether it failed because its thread was interrupted. */
    static boolean isInterrupt(Throwable failure) {
        return root(failure) instanceof InterruptedException;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
