package io.github.webhooksemitter.artemis;

import jakarta.jms.ConnectionFactory;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Connections to an Artemis broker as persistent queues of webhooks-emitter need them, embedded or not. Bind what {@link
 * #to} returns in Camel's registry, and {@code sjms2} takes it.
 *
 * <p>What differs from Artemis' defaults, and why:
 *
 * <ul>
 *   <li>{@code useGlobalPools=false&threadPoolMaxSize=-1}: a delivery in backoff holds a thread of the client. Of the
 *       global pool, with 8 threads a core, some dead receivers would take all, and then no emitter got a delivery.
 *   <li>{@code consumerWindowSize=0}: nothing is fetched ahead. What a node that dies had fetched counts as given out, as
 *       if it had been attempted; and another node would wait for it. {@link EmbeddedArtemis#connectionFactory} differs where
 *       neither can be.
 *   <li>{@code blockOnDurableSend=true} (as by default): a send returns when the broker has the message on disk.
 *   <li>{@code cacheDestinations=true}: otherwise each send asks the broker for the queue first.
 *   <li>{@code reconnectAttempts=0} (as by default): a lost connection is told at once, so that nothing is attempted here
 *       that the broker has given to another node; webhooks-emitter connects again by itself.
 *   <li>a pool of connections and sessions for sends, since camel-sjms opens one of each for every message. Consumers do
 *       not share it: webhooks-emitter gives each a connection of its own, below the pool.
 * </ul>
 */
public final class ArtemisConnections {
    private ArtemisConnections() {}

    /**
     * Makes a connection factory; nothing is connected yet. Thread safe.
     *
     * @param url of the broker, such as {@code tcp://broker-1:61616}; options in it win over those above
     */
    public static ArtemisPool to(String url) {
        ConnectionFactory plain = unpooled(url);
        return new ArtemisPool(plain, () -> plain, false);
    }

    static ConnectionFactory unpooled(String url) {
        return new ActiveMQConnectionFactory(withOptions(url));
    }

    static String withOptions(String url) {
        Map<String, String> options = new TreeMap<>(Map.of(
                "useGlobalPools", "false",
                "threadPoolMaxSize", "-1",
                "consumerWindowSize", "0",
                "blockOnDurableSend", "true",
                "cacheDestinations", "true",
                "reconnectAttempts", "0"));
        String query = URI.create(url).getRawQuery();
        if (query != null) {
            for (String option : query.split("&", -1)) {
                options.remove(option.split("=", 2)[0]);
            }
        }
        String added = options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        return url + (query == null ? "?" : "&") + added;
    }
}
