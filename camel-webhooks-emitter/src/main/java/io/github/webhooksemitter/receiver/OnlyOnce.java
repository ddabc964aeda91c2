package io.github.webhooksemitter.receiver;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Takes each delivery id once. An id is in the repository only after its processing has succeeded: one that were put there
 * before, and left by a crash, would have the sender's repeats answered with 200, and the webhook lost. Thread safe.
 */
final class OnlyOnce {
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int FIRST_FAILURE = 300;

    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final IdempotentRepository repository;

    OnlyOnce(IdempotentRepository repository) {
        this.repository = repository;
    }

    void take(Exchange exchange, String id) {
        if (!inProgress.add(id)) {
            Answer.end(exchange, CONFLICT);
            return;
        }
        boolean taken = false;
        try {
            if (repository.contains(exchange, id)) {
                Answer.end(exchange, OK);
            } else {
                exchange.getExchangeExtension().addOnCompletion(new End(id));
                taken = true;
            }
        } finally {
            if (!taken) {
                inProgress.remove(id);
            }
        }
    }

    private static boolean succeeded(Exchange exchange) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, OK, Integer.class);
        return !ExchangeHelper.isFailureHandled(exchange) && status >= OK && status < FIRST_FAILURE;
    }

    /**
     * Writes the id once the first route of the exchange has ended: on the route's thread, and before the answer, so
     * that a repository that fails has the webhook come again, and a slow one holds up nobody but its sender. HTTP
     * consumers complete an exchange after the answer, on a thread that must not block.
     */
    private final class End extends SynchronizationAdapter implements SynchronizationRouteAware {
        private final String id;
        private boolean written;

        End(String id) {
            this.id = id;
        }

        @Override
        public SynchronizationRouteAware getRouteSynchronization() {
            return this;
        }

        @Override
        public void onBeforeRoute(Route route, Exchange exchange) {
            // what counts is the end
        }

        @Override
        public void onAfterRoute(Route route, Exchange exchange) {
            if (!route.getRouteId().equals(exchange.getFromRouteId()) || exchange.isFailed()) {
                return;
            }
            try {
                write(exchange);
            } catch (RuntimeException e) {
                exchange.setException(e);
                exchange.getMessage().removeHeaders("*");
            }
        }

        @Override
        public void onComplete(Exchange exchange) {
            try {
                // of an exchange that no route has made
                write(exchange);
            } finally {
                onDone(exchange);
            }
        }

        @Override
        public void onDone(Exchange exchange) {
            inProgress.remove(id);
        }

        private void write(Exchange exchange) {
            if (!written && succeeded(exchange)) {
                written = true;
                repository.add(exchange, id);
                repository.confirm(exchange, id);
            }
        }
    }
}
