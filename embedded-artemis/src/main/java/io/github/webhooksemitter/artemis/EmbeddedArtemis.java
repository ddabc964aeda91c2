package io.github.webhooksemitter.artemis;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/**
 * An Artemis broker inside the application: persistent queues on one machine without another process.
 *
 * <p>What it guarantees: a send returns when the message is on disk (fdatasync), so that it survives a kill of the process,
 * and a loss of power as far as disk and file system do. An acknowledgement is on disk before the emitter goes on.
 *
 * <p>Not thread safe; {@link #connectionFactory} may be used from any thread.
 */
public final class EmbeddedArtemis implements AutoCloseable {
    /** In the process each broker needs a number of its own. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /**
     * How long the journal waits for more to write before it syncs. By default 3.33 ms, which holds a lone sender to some
     * 270 messages a second; with this one it waits hardly longer than the sync itself takes.
     */
    private static final Duration JOURNAL_BUFFER_TIMEOUT = Duration.ofNanos(333_333);

    /** Of one queue; what is more waits on disk alone, in pages. */
    private static final long QUEUE_IN_MEMORY = 10L << 20;

    private static final int PAGE = 1 << 20;

    /**
     * Bytes of messages that a consumer may fetch ahead: some twenty deliveries of 1 KB, at least one of any size. More is
     * fetched only once all of it is worked off; less of it would make that a cost, more a burden where many receivers are dead.
     */
    private static final int AHEAD = 32 << 10;

    private static final Duration ACTIVATION = Duration.ofSeconds(30);

    private final Path directory;
    private final int number = NUMBERS.incrementAndGet();
    private final Configuration configuration = new ConfigurationImpl();
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private @Nullable DirectoryLock lock;

    /**
     * Prepares a broker.
     *
     * @param directory where it keeps everything; of no other process or broker at the same time
     */
    public EmbeddedArtemis(Path directory) {
        this.directory = directory;
        configuration
                .setName("webhooks-emitter-" + number)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(at("journal"))
                .setBindingsDirectory(at("bindings"))
                .setPagingDirectory(at("paging"))
                .setLargeMessagesDirectory(at("large-messages"))
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(true)
                .setJournalBufferTimeout_NIO(Math.toIntExact(JOURNAL_BUFFER_TIMEOUT.toNanos()))
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setMessageExpiryScanPeriod(-1);
        configuration.addAddressSetting("#", settings());
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of("serverId", String.valueOf(number)), "in-vm"));
    }

    private String at(String name) {
        return directory.resolve(name).toString();
    }

    /**
     * With a bound of delivery attempts the broker would take a message out of its queue by itself: what a node that died
     * had fetched counts for one. The two addresses are used for nothing then, but Artemis warns where they are missing.
     */
    private static AddressSettings settings() {
        return new AddressSettings()
                .setMaxDeliveryAttempts(-1)
                .setDeadLetterAddress(SimpleString.of("DLQ"))
                .setExpiryAddress(SimpleString.of("ExpiryQueue"))
                .setRedeliveryDelay(0)
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(QUEUE_IN_MEMORY)
                .setPageSizeBytes(PAGE);
    }

    /**
     * Listens on a port of the loopback address too, so that other processes on this machine can share the broker. Before
     * the start. There is no authentication: on a network use a broker of its own.
     *
     * @param port 1 to 65535
     */
    public EmbeddedArtemis listenOn(int port) {
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", String.valueOf(port), "protocols", "CORE"),
                "tcp"));
        return this;
    }

    /**
     * Gives the messages of some queues to one consumer at a time, and to another only once all are back that it had: so the
     * order of an emitter holds with several processes, also when one is killed. The message groups that webhooks-emitter
     * sets do not give that with Artemis 2.44, which frees a group before the messages of a dead consumer are back. Emitters
     * with a {@code concurrency} above 1 need queues that do not match. Before the start.
     *
     * @param queues which ones, in Artemis' words, such as {@code webhooks.#}
     */
    public EmbeddedArtemis exclusive(String queues) {
        configuration.addAddressSetting(queues, new AddressSettings().setDefaultExclusiveQueue(true));
        return this;
    }

    /**
     * Changes what this class does not know of, such as {@code setMaxDiskUsage}; before the start.
     *
     * @return Artemis' own configuration
     */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Starts the broker; what was in its queues is there again.
     *
     * @throws IllegalStateException if another broker has the directory, or this one cannot start, or runs already
     */
    public EmbeddedArtemis start() {
        if (lock != null) {
            throw new IllegalStateException("The embedded broker in " + directory + " runs already: close it first.");
        }
        try {
            lock = DirectoryLock.of(directory);
            InVmThreads.need();
            broker.setConfiguration(configuration);
            broker.start();
            if (!broker.getActiveMQServer().waitForActivation(ACTIVATION.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The embedded broker in " + directory
                        + " has not become active: check that the port that it listens on, if any, is free.");
            }
            return this;
        } catch (Exception e) {
            abandon(e);
            throw e instanceof IllegalStateException known
                    ? known
                    : new IllegalStateException(
                            "The embedded broker cannot start in " + directory + ": check that directory and its disk.",
                            e);
        }
    }

    /** It may run all the same, with its threads and files, where it only could not listen. */
    private void abandon(Exception why) {
        try {
            if (broker.getActiveMQServer() != null) {
                broker.stop();
            }
        } catch (Exception e) {
            why.addSuppressed(e);
        } finally {
            release();
        }
    }

    /** For tests: what no user should need. */
    ActiveMQServer server() {
        return broker.getActiveMQServer();
    }

    /**
     * Connections to this broker within the process; before or after the start. As {@link ArtemisConnections} makes them, but
     * as long as no other process can reach the broker, the consumer of an emitter with {@code concurrency=1} fetches ahead,
     * which saves a fifth of the time: with the process dies the broker, too, which then has not counted what was fetched. Close
     * it after those who have connections: what they have in hand or have fetched counts as given out else.
     */
    public ArtemisPool connectionFactory() {
        String url = "vm://" + number;
        ConnectionFactory oneByOne = ArtemisConnections.unpooled(url);
        ConnectionFactory ahead = ArtemisConnections.unpooled(url + "?consumerWindowSize=" + AHEAD);
        return new ArtemisPool(oneByOne, () -> isListening() ? oneByOne : ahead, true);
    }

    private boolean isListening() {
        return configuration.getAcceptorConfigurations().stream()
                .anyMatch(acceptor -> !acceptor.getFactoryClassName().equals(InVMAcceptorFactory.class.getName()));
    }

    /**
     * How many messages a queue keeps, those that somebody works on included; 0 also where there is no such queue. For a moment it
     * does not count one that has just come, or that is just given to a consumer.
     *
     * @param queue its name, such as {@code webhooks.billing}
     */
    public long messages(String queue) {
        Queue found = broker.getActiveMQServer().locateQueue(SimpleString.of(queue));
        return found == null ? 0 : found.getMessageCount();
    }

    /**
     * Stops the broker; what is in its queues stays on disk. With the last broker of the process end the threads that Artemis
     * has for all connections within it.
     */
    @Override
    public void close() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker in " + directory + " has not stopped cleanly.", e);
        } finally {
            release();
        }
    }

    private void release() {
        DirectoryLock held = lock;
        lock = null;
        if (held != null) {
            InVmThreads.leave();
            try {
                held.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
