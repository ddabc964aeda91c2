package io.github.webhooksemitter.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;

/**
 * The Camel components whose consumers can keep a message unacknowledged for as long as a delivery takes, and the options
 * that make them do so. Read in the sources of Camel 4.17.0.
 *
 * <p>Both consume in a session with a local transaction, one message at a time: it is committed when the delivery has
 * ended, and rolled back to leave it in the queue. Without one, {@code sjms} acknowledges also what its listener failed
 * with, and {@code jms} acknowledges before its listener runs. With one, {@code sjms} would hang when it sends: so the
 * options of the two directions are kept apart.
 */
enum BrokerKind {
    /** {@code sjms2} and {@code sjms}: the broker pushes; idle emitters cost nothing. */
    SJMS("org.apache.camel.component.sjms.SjmsEndpoint"),
    /** {@code jms} and those built on it ({@code activemq6}, {@code amqp}): each consumer asks the broker every second. */
    JMS("org.apache.camel.component.jms.JmsEndpoint") {
        @Override
        void addConsuming(Map<String, String> options, int concurrency) {
            options.put("lazyCreateTransactionManager", "false");
            options.put("cacheLevelName", "CACHE_CONSUMER");
            options.put("maxConcurrentConsumers", String.valueOf(concurrency));
            options.put("acceptMessagesWhileStopping", "false");
            options.put("errorHandlerLoggingLevel", "OFF");
            options.put("errorHandlerLogStackTrace", "false");
        }

        @Override
        void addProducing(Map<String, String> options) {
            options.put("explicitQosEnabled", "true");
            options.put("preserveMessageQos", "false");
        }
    };

    private final String endpointClass;

    BrokerKind(String endpointClass) {
        this.endpointClass = endpointClass;
    }

    /** What this kind needs besides on the consuming side. */
    void addConsuming(Map<String, String> options, int concurrency) {}

    /** What this kind needs besides on the producing side. */
    void addProducing(Map<String, String> options) {}

    /** Options of the consuming side that keep a delivery until it has ended. */
    Map<String, String> consuming(int concurrency) {
        Map<String, String> options = common();
        options.put("transacted", "true");
        options.put("asyncConsumer", "false");
        options.put("concurrentConsumers", String.valueOf(concurrency));
        addConsuming(options, concurrency);
        return options;
    }

    /** Options of the producing side that make the broker confirm that it has stored a delivery. */
    Map<String, String> producing() {
        Map<String, String> options = common();
        options.put("transacted", "false");
        options.put("deliveryPersistent", "true");
        options.put("jmsMessageType", "Bytes");
        addProducing(options);
        return options;
    }

    /** Neither replies nor mapped bodies: an object message would be deserialised for that. */
    private static Map<String, String> common() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("disableReplyTo", "true");
        options.put("mapJmsMessage", "false");
        return options;
    }

    /** The kind of an endpoint, by the names of its classes: no component is needed to compile or to run without it. */
    static Optional<BrokerKind> of(Endpoint endpoint) {
        for (Class<?> type = endpoint.getClass(); type != null; type = type.getSuperclass()) {
            for (BrokerKind kind : values()) {
                if (kind.endpointClass.equals(type.getName())) {
                    return Optional.of(kind);
                }
            }
        }
        return Optional.empty();
    }
}
