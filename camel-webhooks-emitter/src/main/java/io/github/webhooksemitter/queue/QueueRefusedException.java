package io.github.webhooksemitter.queue;

/** A queue has not confirmed a delivery. The message says why in a few words, without what the broker says itself. */
public final class QueueRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueRefusedException(String why) {
        super(why);
    }
}
