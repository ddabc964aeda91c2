package io.github.webhooksemitter.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A private SEDA endpoint's queue, offered to and drained directly: its producer swallows an interrupt while it waits
 * and reports success, and its consumer polls every second and does not wait for an asynchronous delivery to end.
 *
 * <p>The bound is kept by the lane, since option {@code queueSize} can change at run time.
 */
final class SedaEmitterQueue implements EmitterQueue {
    private final SedaEndpoint endpoint;
    private final BlockingQueue<Exchange> exchanges;

    SedaEmitterQueue(SedaComponent seda, String emitterId) {
        exchanges = new LinkedBlockingQueue<>();
        endpoint = new SedaEndpoint("seda://" + emitterId, seda, exchanges);
    }

    @Override
    public void add(Delivery delivery) {
        exchanges.add(delivery.exchange());
    }

    @Override
    public Optional<Delivery> poll() {
        return Optional.ofNullable(exchanges.poll()).map(Delivery::of);
    }

    @Override
    public int size() {
        return exchanges.size();
    }

    @Override
    public List<Delivery> remove(Set<Delivery> deliveries) {
        List<Delivery> removed = waiting().stream().filter(deliveries::contains).toList();
        exchanges.removeIf(exchange -> deliveries.contains(Delivery.of(exchange)));
        return removed;
    }

    @Override
    public List<Delivery> waiting() {
        return exchanges.stream().map(Delivery::of).toList();
    }

    @Override
    public void close() {
        ServiceHelper.stopAndShutdownService(endpoint);
    }
}
