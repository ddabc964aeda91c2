package io.github.webhooksemitter.queue;

/** What holds as long as a consumer keeps its connection: the deliveries that it has given out are ours to attempt. */
public interface Lease {
    /** Whether the queue may have given those deliveries to somebody else by now. */
    boolean isLost();
}
