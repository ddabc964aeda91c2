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
 * The deliveries of one emitter that its lane has not taken yet, in order. Its lane's lock guards every call.
 *
 * <p>A private SEDA endpoint's queue, offered to and drained directly: its producer swallows an interrupt while it waits
 * and reports success, and its consumer polls every second and does not wait for an asynchronous delivery to end.
 *
 * <p>The bound is kept by the lane, since option {@code queueSize} can change at run time.
 */
final class SedaBuffer {
    private final SedaEndpoint endpoint;
    private final BlockingQueue<Exchange> exchanges;

    SedaBuffer(SedaComponent seda, String emitterId) {
        exchanges = new LinkedBlockingQueue<>();
        endpoint = new SedaEndpoint("seda://" + emitterId, seda, exchanges);
    }

    void add(Delivery delivery) {
        exchanges.add(delivery.exchange());
    }

    Optional<Delivery> poll() {
        return Optional.ofNullable(exchanges.poll()).map(Delivery::of);
    }

    int size() {
        return exchanges.size();
    }

    /** Takes deliveries out of the middle; those that were there, in order. */
    List<Delivery> remove(Set<Delivery> deliveries) {
        List<Delivery> removed = waiting().stream().filter(deliveries::contains).toList();
        exchanges.removeIf(exchange -> deliveries.contains(Delivery.of(exchange)));
        return removed;
    }

    /** What waits now, first one first. */
    List<Delivery> waiting() {
        return exchanges.stream().map(Delivery::of).toList();
    }

    /** Ends the buffer of a detached emitter. */
    void close() {
        ServiceHelper.stopAndShutdownService(endpoint);
    }
}
