package io.github.webhooksemitter.delivery;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where deliveries go that were given up: to the emitter's dead letter endpoint, else into the log, one ERROR line each.
 * A dead letter endpoint that fails is tried 3 times, 1 s apart, by Camel's error handler; then the line is written.
 */
final class DeadLetters extends ServiceSupport {
    /** Exchange property that marks a dead letter by its emitter's id: an emit from the route that handles it must not block. */
    static final String PROPERTY = "CamelWebhooksEmitterDeadLetter";

    /** What the retrying exchange carries; each try makes a letter of it. */
    private static final String GIVEN_UP = "CamelWebhooksEmitterGivenUp";

    private static final String ENDPOINT = "CamelWebhooksEmitterDeadLetterEndpoint";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int TRIES = 3;
    private static final long BETWEEN_TRIES = 1000;

    private final CamelContext context;
    private final ProducerCache producers;
    private final AsyncProcessor send = new Send();
    private final AsyncProcessor unitOfWork;
    private final AsyncProcessor once = new Try();
    private final AsyncProcessor retrying;

    DeadLetters(CamelContext context, RetryScheduler retries) {
        this.context = context;
        this.producers = new DefaultProducerCache(this, context, 0);
        RedeliveryPolicy policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(TRIES - 1);
        policy.setRedeliveryDelay(BETWEEN_TRIES);
        policy.setAsyncDelayedRedelivery(true);
        policy.setAllowRedeliveryWhileStopping(true);
        policy.setLogExhausted(false);
        policy.setLogRetryAttempted(false);
        unitOfWork =
                PluginHelper.getInternalProcessorFactory(context).addUnitOfWorkProcessorAdvice(context, send, null);
        retrying = new DefaultErrorHandler(context, once, null, null, policy, null, retries, null, null);
    }

    /**
     * Takes a delivery that was given up. A caller who waits for it gets it back as a failed exchange instead.
     *
     * @return completed when it is dealt with: true if an endpoint or the caller has it, false if only the log has
     */
    CompletableFuture<Boolean> take(Delivery delivery, DeliveryResult.Dead dead) {
        Optional<String> uri = delivery.emitter().settings().deadLetterUri();
        if (delivery.isAwaited()) {
            return CompletableFuture.completedFuture(true);
        } else if (uri.isEmpty()) {
            log(delivery, dead, "");
            return CompletableFuture.completedFuture(false);
        }
        return sendWith(
                context.getShutdownStrategy().isForceShutdown() ? once : retrying,
                new GivenUp(delivery, dead, uri.get()));
    }

    private CompletableFuture<Boolean> sendWith(AsyncProcessor way, GivenUp givenUp) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Exchange carrier = new DefaultExchange(context);
        carrier.setProperty(GIVEN_UP, givenUp);
        way.process(carrier, doneSync -> {
            Exception failure = carrier.getException();
            if (failure != null && givenUp.delivery.isKept()) {
                LOG.warn(
                        "A dead letter of the emitter {} failed ({}): the delivery {} stays in its queue.",
                        givenUp.delivery.emitter().id(),
                        failure.getClass().getSimpleName(),
                        givenUp.delivery.id());
            } else if (failure != null) {
                log(
                        givenUp.delivery,
                        givenUp.dead,
                        " (its deadLetter failed: " + failure.getClass().getSimpleName() + ")");
            }
            taken.complete(failure == null);
        });
        return taken;
    }

    /** The one line that says what is lost: never payload, secret or url. */
    void log(Delivery delivery, DeliveryResult.Dead dead, String remark) {
        if (!delivery.isFirstLine()) {
            return;
        }
        LOG.error(
                "Delivery given up{}: emitter={} event={} deliveryId={} attempts={} reason={} status={}",
                remark,
                delivery.emitter().id(),
                delivery.event().name(),
                delivery.id(),
                dead.attempts(),
                dead.reason(),
                dead.statusCode() == 0 ? "none" : dead.statusCode());
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(producers, unitOfWork, retrying);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownServices(retrying, unitOfWork, producers);
    }

    private record GivenUp(Delivery delivery, DeliveryResult.Dead dead, String uri) {
        Exchange letter(CamelContext context) {
            Exchange letter = new DefaultExchange(context);
            delivery.describe(letter, dead);
            letter.setProperty(PROPERTY, delivery.emitter().id());
            letter.setProperty(ENDPOINT, uri);
            if (!delivery.event().origins().isEmpty()) {
                letter.setProperty(Origins.PROPERTY, delivery.event().origins());
            }
            return letter;
        }
    }

    /**
     * One try, with a letter of its own: a route that fails leaves its exchange marked as exhausted, maybe as rollback
     * only, and no error handler around it would try that exchange again.
     */
    private final class Try extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange carrier, AsyncCallback callback) {
            Exchange letter = carrier.getProperty(GIVEN_UP, GivenUp.class).letter(context);
            // A forced shutdown refuses every unit of work.
            return (context.getShutdownStrategy().isForceShutdown() ? send : unitOfWork).process(letter, doneSync -> {
                carrier.setException(letter.getException());
                callback.done(doneSync);
            });
        }
    }

    private final class Send extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange letter, AsyncCallback callback) {
            try {
                Endpoint endpoint = context.getEndpoint(letter.getProperty(ENDPOINT, String.class));
                // The URI may hold a password, and routes print properties.
                letter.removeProperty(ENDPOINT);
                return producers.doInAsyncProducer(
                        endpoint, letter, callback, (producer, exchange, done) -> producer.process(exchange, done));
            } catch (RuntimeException e) {
                letter.setException(e);
                callback.done(true);
                return true;
            }
        }
    }
}
