package io.github.webhooksemitter.artemis;

import jakarta.jms.ConnectionFactory;
import java.util.function.Supplier;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * Connections to an Artemis broker: pooled for those who send. The consumers of webhooks-emitter, which have a connection
 * each, take those below the pool. Thread safe.
 */
public final class ArtemisPool extends JmsPoolConnectionFactory {
    /** For sends: on each the broker answers in order. */
    private static final int CONNECTIONS = 4;

    private final Supplier<ConnectionFactory> inOrder;

    private final boolean inProcess;

    ArtemisPool(ConnectionFactory plain, Supplier<ConnectionFactory> inOrder, boolean inProcess) {
        this.inProcess = inProcess;
        this.inOrder = inOrder;
        setConnectionFactory(plain);
        setMaxConnections(CONNECTIONS);
        setMaxSessionsPerConnection(-1);
        setConnectionIdleTimeout(0);
    }

    /**
     * Connections for a consumer that takes the messages of its queue one after the other and leaves none to another
     * consumer, so that some may be fetched ahead where that does no harm.
     */
    public ConnectionFactory getInOrderConnectionFactory() {
        return inOrder.get();
    }

    /**
     * Whether it leads to an {@link EmbeddedArtemis} in this process. Then a send waits for no network and for no broker that
     * is lost, ends when its thread is interrupted, and may be made by a caller of webhooks-emitter himself.
     */
    public boolean isInProcess() {
        return inProcess;
    }
}
