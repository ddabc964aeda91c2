package io.github.webhooksemitter.transport;

import org.apache.camel.AsyncProcessor;

/**
 * A share in a client and its pool, leased from a {@link Transport}. Thread safe.
 *
 * <p>All senders of equal {@link TransportSettings} use the same connections.
 */
public interface Sender extends AutoCloseable {

    /**
     * {@return the processor that makes the request of the {@link Attempt} in the exchange property {@link Attempt#PROPERTY}}
     *
     * <p>It is a Camel {@code SendProcessor}, so that a send is seen by event notifiers and tracers. It works on the calling
     * thread and blocks it while the attempt runs. The exchange gets an exception only for a broken promise: no attempt in
     * it, an attempt used twice, a sender that is closed.
     */
    AsyncProcessor processor();

    /**
     * Changes how many attempts this share may have in flight; from now on the pool has room for them.
     *
     * @param concurrency attempts at a time, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    void resize(int concurrency);

    /**
     * Gives the share back; closing twice does nothing. When the last one is closed, the client and its idle connections are
     * closed at once, and attempts in flight end first.
     */
    @Override
    void close();
}
