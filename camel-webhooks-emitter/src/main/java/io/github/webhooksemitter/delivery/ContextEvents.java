package io.github.webhooksemitter.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What suspend, resume and stop of the Camel context mean for deliveries.
 *
 * <p>It follows Camel's events, since a component is stopped only after all endpoints are gone, dead letter endpoints
 * among them. When routes have stopped, queues drain. What is left at 80 % of the shutdown timeout, counted from the
 * beginning of the stop, is given up, and has until 90 % to reach its dead letter endpoint; then only the log has it.
 */
final class ContextEvents extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(ContextEvents.class);
    private static final double GIVE_UP_AT = 0.8;
    private static final double LOG_ONLY_AT = 0.9;
    /** What a stop that is late already still grants dead letter endpoints. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(1);

    private final CamelContext context;
    private final Engine engine;
    private final Notifier notifier = new Notifier();

    private volatile long stoppingSince;
    private volatile boolean abandoned;

    ContextEvents(CamelContext context, Engine engine) {
        this.context = context;
        this.engine = engine;
    }

    @Override
    protected void doStart() {
        notifier.setIgnoreExchangeEvents(true);
        context.getManagementStrategy().addEventNotifier(notifier);
    }

    @Override
    protected void doStop() {
        context.getManagementStrategy().removeEventNotifier(notifier);
    }

    private void stopping() {
        stoppingSince = System.nanoTime();
        engine.stopping();
        // Also while routes are still stopping: a dead letter route may take letters now, and not when it is forced.
        engine.retries().schedule(engine::endAll, part(GIVE_UP_AT).toNanos(), TimeUnit.NANOSECONDS);
    }

    private void routesStopped() {
        engine.leavePersistent();
        engine.endPaused();
        if (context.getShutdownStrategy().isForceShutdown() || !awaitNone(until(GIVE_UP_AT))) {
            close(grace());
        }
        // Before a broker of this context stops: what has ended is to be acknowledged.
        if (!engine.awaitClosedQueues(grace())) {
            LOG.warn("Consumers of persistent queues are left at the end of the shutdown timeout: deliveries that have"
                    + " ended may come once more.");
        }
    }

    private Duration grace() {
        Duration grace = until(LOG_ONLY_AT);
        return grace.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : grace;
    }

    /** Gives up what is left; what has reached no dead letter endpoint in the time given is logged, one line each. */
    void close(Duration grace) {
        if (abandoned) {
            return;
        }
        engine.endAll();
        if (!awaitNone(grace)) {
            LOG.warn("Deliveries are left at the end of the shutdown timeout; each is logged by its id.");
            engine.abandonAll();
            abandoned = true;
        }
    }

    private boolean awaitNone(Duration patience) {
        try {
            return engine.pending().awaitNone(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Duration part(double share) {
        long timeout = context.getShutdownStrategy()
                .getTimeUnit()
                .toNanos(context.getShutdownStrategy().getTimeout());
        return Duration.ofNanos((long) (timeout * share));
    }

    private Duration until(double share) {
        return part(share).minusNanos(System.nanoTime() - stoppingSince);
    }

    private final class Notifier extends EventNotifierSupport {
        @Override
        public void notify(CamelEvent event) {
            // Suspended, not suspending: until then routes finish what they have, also what waits for a delivery.
            if (event instanceof CamelEvent.CamelContextStartedEvent) {
                engine.started();
            } else if (event instanceof CamelEvent.CamelContextSuspendedEvent) {
                engine.suspendAttempts(true);
            } else if (event instanceof CamelEvent.CamelContextResumedEvent) {
                engine.suspendAttempts(false);
            } else if (event instanceof CamelEvent.CamelContextStoppingEvent) {
                stopping();
            } else if (event instanceof CamelEvent.CamelContextRoutesStoppedEvent) {
                routesStopped();
            }
        }
    }
}
