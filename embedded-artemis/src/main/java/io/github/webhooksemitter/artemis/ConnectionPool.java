package io.github.webhooksemitter.artemis;

import jakarta.jms.Connection;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolConnection;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.pool.PooledConnection;

/**
 * Tells all that share a connection when it is lost, and none that has closed it. The pool by itself keeps one listener for
 * each connection, the last that was set: so the other consumers would wait for messages of a dead connection without end,
 * and one that was stopped long ago would connect again.
 */
final class ConnectionPool extends JmsPoolConnectionFactory {
    @Override
    protected PooledConnection createPooledConnection(Connection connection) {
        return new Shared(connection);
    }

    @Override
    protected JmsPoolConnection newPooledConnectionWrapper(PooledConnection connection) {
        return new Lent((Shared) connection);
    }

    private static final class Shared extends PooledConnection {
        private final Set<ExceptionListener> listeners = new CopyOnWriteArraySet<>();

        Shared(Connection connection) {
            super(connection);
        }

        @Override
        public void onException(JMSException exception) {
            super.onException(exception);
            listeners.forEach(listener -> listener.onException(exception));
        }
    }

    private static final class Lent extends JmsPoolConnection {
        private final Shared shared;
        private @Nullable ExceptionListener listener;

        Lent(Shared shared) {
            super(shared);
            this.shared = shared;
        }

        @Override
        public @Nullable ExceptionListener getExceptionListener() {
            return listener;
        }

        @Override
        public void setExceptionListener(@Nullable ExceptionListener next) {
            forget();
            listener = next;
            if (next != null) {
                shared.listeners.add(next);
            }
        }

        @Override
        public void close() throws JMSException {
            forget();
            super.close();
        }

        private void forget() {
            ExceptionListener last = listener;
            listener = null;
            if (last != null) {
                shared.listeners.remove(last);
            }
        }
    }
}
