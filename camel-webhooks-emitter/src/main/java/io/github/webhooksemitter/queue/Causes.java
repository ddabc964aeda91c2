package io.github.webhooksemitter.queue;

/** Names what failed without what it says: a broker's message may hold an address or a user. */
final class Causes {
    private Causes() {}

    static String nameOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
