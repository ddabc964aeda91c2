package io.github.webhooksemitter.queue;

import jakarta.jms.ConnectionFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection factory, by the names of its classes: no client has to be there to compile or to run.
 * Immutable.
 *
 * @param factory as it was bound
 */
record BrokerClient(ConnectionFactory factory) {
    private static final String ARTEMIS_POOL = "io.github.webhooksemitter.artemis.ArtemisPool";

    /** Pools, with the method that tells what is below. */
    private static final Map<String, String> POOLS = Map.of(
            "org.messaginghub.pooled.jms.JmsPoolConnectionFactory",
            "getConnectionFactory",
            "org.springframework.jms.connection.SingleConnectionFactory",
            "getTargetConnectionFactory");

    /** Pools that offer connections for consumers that alone work on their queue, one message after the other. */
    private static final Map<String, String> IN_ORDER = Map.of(ARTEMIS_POOL, "getInOrderConnectionFactory");

    /** Pools that tell whether their broker is in this process. */
    private static final Map<String, String> IN_PROCESS = Map.of(ARTEMIS_POOL, "isInProcess");

    /**
     * Connections that none shares with another, that is not those of a pool: those who share one have one listener, of whom
     * one is told of its loss, and only after the pool has closed it, which waits for every delivery in hand (pooled-jms 3.1.8).
     *
     * @param inOrder whether the consumer takes message after message and leaves none to another one
     */
    ConnectionFactory unshared(boolean inOrder) {
        return inOrder && said(factory, IN_ORDER) instanceof ConnectionFactory offered ? offered : belowPools(factory);
    }

    private static ConnectionFactory belowPools(ConnectionFactory factory) {
        return said(factory, POOLS) instanceof ConnectionFactory below ? belowPools(below) : factory;
    }

    private static @Nullable Object said(ConnectionFactory factory, Map<String, String> methods) {
        for (Class<?> type = factory.getClass(); type != null; type = type.getSuperclass()) {
            String method = methods.get(type.getName());
            if (method != null) {
                try {
                    return type.getMethod(method).invoke(factory);
                } catch (ReflectiveOperationException e) {
                    return null;
                }
            }
        }
        return null;
    }

    /**
     * Whether its caller may make a send himself: it is part of no transaction that is bound to his thread, and ends when
     * he is interrupted. Known of one client alone, and there of a broker in this process: a connection over a network is made
     * without regard to interrupts.
     */
    boolean sendsOnCaller() {
        return Boolean.TRUE.equals(said(factory, IN_PROCESS));
    }
}
