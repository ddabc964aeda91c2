package io.github.webhooksemitter.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Connections for a consumer, each its own, that tell us, and not the container, when they are lost.
 *
 * <p>The container of camel-sjms would start a recovery of its own, which works once, and which no stop ends that comes
 * first: a forgotten consumer would then hold the queue.
 */
final class WatchedConnections implements ConnectionFactory {
    private final ConnectionFactory connections;
    private final ExceptionListener lost;
    private final Runnable connected;

    WatchedConnections(ConnectionFactory connections, Runnable lost, Runnable connected) {
        this.connections = connections;
        this.lost = exception -> lost.run();
        this.connected = connected;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return watched(connections.createConnection());
    }

    @Override
    public Connection createConnection(String userName, String password) throws JMSException {
        return watched(connections.createConnection(userName, password));
    }

    private Connection watched(Connection connection) throws JMSException {
        connection.setExceptionListener(lost);
        connected.run();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setExceptionListener")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public JMSContext createContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(String userName, String password, int sessionMode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        throw new UnsupportedOperationException();
    }
}
