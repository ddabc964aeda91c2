package io.github.webhooksemitter.transport;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.Header;

/** What every event notifier of a context sees of the attempts made in it: here each one whole, and the pools behind them. */
final class SentAttempts extends EventNotifierSupport {
    private final Map<String, List<Attempt>> byDelivery = new ConcurrentHashMap<>();
    private final Set<PoolingHttpClientConnectionManager> pools = ConcurrentHashMap.newKeySet();

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending) {
            Attempt attempt = sending.getExchange().getProperty(Attempt.PROPERTY, Attempt.class);
            if (attempt != null && sending.getEndpoint() instanceof HttpEndpoint http) {
                pools.add((PoolingHttpClientConnectionManager) http.getClientConnectionManager());
                byDelivery
                        .computeIfAbsent(deliveryId(attempt), id -> new CopyOnWriteArrayList<>())
                        .add(attempt);
            }
        }
    }

    private static String deliveryId(Attempt attempt) {
        return attempt.headers().stream()
                .filter(header -> header.getName().equals("X-Webhooks-Delivery"))
                .map(Header::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** The attempts of one delivery, in order. */
    List<Attempt> of(String deliveryId) {
        return byDelivery.getOrDefault(deliveryId, List.of());
    }

    /** Connections in use, and attempts that wait for one. */
    int leasedOrPending() {
        return pools.stream()
                .map(PoolingHttpClientConnectionManager::getTotalStats)
                .mapToInt(stats -> stats.getLeased() + stats.getPending())
                .sum();
    }

    /** Idle connections kept to a port. */
    int kept(int port) {
        return pools.stream()
                .flatMap(pool -> pool.getRoutes().stream()
                        .filter(route -> route.getTargetHost().getPort() == port)
                        .map(pool::getStats))
                .mapToInt(stats -> stats.getAvailable())
                .sum();
    }
}
