package io.github.webhooksemitter.queue;

/** Who works off a persistent queue. Called on the broker's threads, by several at a time. */
public interface QueueListener {
    /**
     * Takes a delivery and returns when it has ended, however long that takes: until then the queue keeps it.
     *
     * @param lease under which it is given out; looked at again once the delivery can be found by {@link #lost}
     * @return true: it has ended, the queue may forget it; false: the queue is to keep it
     */
    boolean take(QueuedDelivery delivery, Lease lease);

    /**
     * A lease is over: what was taken under it and has not ended belongs to the queue again, which may give it to somebody
     * else at once.
     */
    void lost(Lease lease);
}
