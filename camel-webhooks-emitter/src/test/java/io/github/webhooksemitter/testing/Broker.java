package io.github.webhooksemitter.testing;

import io.github.webhooksemitter.artemis.ArtemisConnections;
import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.sjms2.Sjms2Component;

/** A broker of a test's own on a random loopback port, with its journal in a directory that outlives it. */
public final class Broker implements AutoCloseable {
    /** The option {@code queue} of every test. */
    public static final String QUEUE = "sjms2:queue:webhooks.{emitterId}";

    private final Path directory;
    private final Consumer<Configuration> changes;
    private final int port;
    private EmbeddedArtemis artemis;

    private Broker(Path directory, Consumer<Configuration> changes) {
        this.directory = directory;
        this.changes = changes;
        this.port = freePort();
        start();
    }

    public static Broker in(Path directory) {
        return in(directory, configuration -> {});
    }

    public static Broker in(Path directory, Consumer<Configuration> changes) {
        return new Broker(directory, changes);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Starts it again, on the same port and with what is in its journal. */
    public Broker start() {
        artemis = new EmbeddedArtemis(directory);
        artemis.configuration()
                .addAcceptorConfiguration(new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        Map.of("host", "127.0.0.1", "port", String.valueOf(port), "protocols", "CORE,AMQP"),
                        "tcp"));
        changes.accept(artemis.configuration());
        artemis.start();
        return this;
    }

    public void stop() {
        EmbeddedArtemis running = artemis;
        artemis = null;
        if (running != null) {
            running.close();
        }
    }

    public EmbeddedArtemis artemis() {
        return artemis;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Connections that survive a restart of the broker. */
    public ConnectionFactory connections() {
        return ArtemisConnections.to(url());
    }

    /** Makes {@code sjms2} of this context one that leads here; again after a stop, which takes its connections away. */
    public Broker bind(CamelContext context) {
        bind(context, url());
        return this;
    }

    /** Makes {@code sjms2} of this context one that leads to a url. */
    public static void bind(CamelContext context, String url) {
        bind(context, ArtemisConnections.to(url));
    }

    /** Makes {@code sjms2} of this context one with these connections. */
    public static void bind(CamelContext context, ConnectionFactory connections) {
        Sjms2Component component = new Sjms2Component();
        component.setConnectionFactory(connections);
        context.removeComponent("sjms2");
        context.addComponent("sjms2", component);
    }

    /** How many messages the queue of an emitter keeps, those in somebody's hand included. */
    public long kept(String emitterId) {
        return artemis.messages("webhooks." + emitterId);
    }

    /** The messages that wait in the queue of an emitter, those in somebody's hand not included. */
    public List<Message> waiting(String emitterId) {
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            QueueBrowser browser = session.createBrowser(session.createQueue("webhooks." + emitterId));
            List<Message> messages = new ArrayList<>();
            for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); ) {
                messages.add((Message) all.nextElement());
            }
            return messages;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a message that no emitter has accepted. */
    public void send(String emitterId, Making message) {
        try (Connection connection = connections().createConnection()) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createProducer(session.createQueue("webhooks." + emitterId)).send(message.in(session));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a message. */
    @FunctionalInterface
    public interface Making {
        Message in(Session session) throws JMSException;
    }

    public static String text(Message message) {
        try {
            BytesMessage bytes = (BytesMessage) message;
            byte[] body = new byte[(int) bytes.getBodyLength()];
            bytes.readBytes(body);
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
