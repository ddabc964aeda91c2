package io.github.webhooksemitter.queue;

/** Who works off a persistent queue. Called on the broker's threads, by several at a time. */
public interface QueueListener {
    /**
     * Takes a delivery and returns when it has ended, however long that takes: until then the queue keeps it.
     *
     * @return true: it has ended, the queue may forget it; false: the queue is to keep it
     */
    boolean take(QueuedDelivery delivery);

    /**
     * The connection is lost: what was taken and has not ended belongs to the queue again, which may give it to somebody
     * else at once.
     */
    void lost();
}
