package io.github.webhooksemitter.queue;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Connections for a consumer, each its own, that tell us, and not the container, when they are lost; and whose sessions can
 * be ended one by one.
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
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setExceptionListener")) {
                return null;
            }
            Object result = call(method, connection, arguments);
            return result instanceof Session session ? watched(session) : result;
        });
    }

    /** A session that can be told to take nothing more. */
    interface WatchedSession extends Session {
        /** Closes its consumers, also on the thread of their listener, as JMS 2 has it; what they have fetched goes back. */
        void takeNothingMore() throws JMSException;
    }

    private static Session watched(Session session) {
        List<MessageConsumer> consumers = new CopyOnWriteArrayList<>();
        return proxy(WatchedSession.class, (proxy, method, arguments) -> {
            if (method.getName().equals("takeNothingMore")) {
                for (MessageConsumer consumer : consumers) {
                    consumer.close();
                }
                return null;
            }
            Object result = call(method, session, arguments);
            if (result instanceof MessageConsumer consumer) {
                consumers.add(consumer);
            }
            return result;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
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
