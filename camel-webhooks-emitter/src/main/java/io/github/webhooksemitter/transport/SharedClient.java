package io.github.webhooksemitter.transport;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.processor.SendProcessor;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

/** Client, pool and processor of one {@link TransportSettings}; lives while someone leases it or an attempt is in it. */
final class SharedClient {

    private final Deadlines deadlines;
    private final PoolingHttpClientConnectionManager manager;
    private final AttemptEndpoint endpoint;
    private final SendProcessor processor;
    /** The attempts in flight, and one for all leases together; at 0 it is over. */
    private final AtomicInteger holders = new AtomicInteger(1);

    SharedClient(
            PrivateHttpComponent component,
            TransportSettings settings,
            PoolingHttpClientConnectionManager manager,
            NetworkGuard guard,
            Deadlines deadlines) {
        this.deadlines = deadlines;
        this.manager = manager;
        endpoint = component.endpoint(this, settings.httpOptions(), manager, guard);
        processor = new SendProcessor(endpoint);
        ServiceHelper.startService(processor);
    }

    AsyncProcessor processor() {
        return processor;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    /** Makes room for that many attempts at a time, all of them to one receiver if need be. */
    void resize(int concurrency) {
        // an OAuth 2 token is fetched while the attempt holds its connection
        int connections = endpoint.isDirect() ? concurrency : 2 * concurrency;
        manager.setMaxTotal(connections);
        manager.setDefaultMaxPerRoute(connections);
        // the default is read once for each receiver, when its first connection is wanted
        manager.getRoutes().forEach(route -> manager.setMaxPerRoute(route, connections));
    }

    void enter() {
        if (holders.getAndUpdate(held -> held == 0 ? 0 : held + 1) == 0) {
            throw new IllegalStateException("this Sender is closed");
        }
    }

    void leave() {
        if (holders.decrementAndGet() == 0) {
            stop();
        }
    }

    void closeExpired() {
        manager.closeExpired();
    }

    /** Ends it now, whatever is in flight. */
    void stop() {
        ServiceHelper.stopAndShutdownServices(processor, endpoint);
    }
}
