package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: through the gate, signed anew, sent. A failed one leaves an exception for Camel's error handler. */
final class AttemptProcessor extends AsyncProcessorSupport {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptProcessor.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final Engine engine;

    AttemptProcessor(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Delivery delivery = Delivery.of(exchange);
        delivery.park(null);
        if (!delivery.emitter().lane().mayAttempt(delivery, () -> process(exchange, callback))) {
            return false;
        }
        if (delivery.ending().isEmpty() && delivery.isExpiredAt(engine.now())) {
            delivery.endWith(Reason.EXPIRED);
        }
        if (delivery.ending().isPresent()) {
            exchange.setException(AttemptFailed.SIGNAL);
            callback.done(true);
            return true;
        }
        return send(exchange, delivery, callback);
    }

    private boolean send(Exchange exchange, Delivery delivery, AsyncCallback callback) {
        ActiveEmitter.Setup setup = delivery.emitter().setup();
        delivery.countAttempt(setup);
        Optional<Attempt> signed = signed(setup, delivery);
        if (signed.isEmpty()) {
            delivery.endWithoutRequest();
            exchange.setException(AttemptFailed.SIGNAL);
            callback.done(true);
            return true;
        }
        Attempt attempt = signed.get();
        exchange.setProperty(Attempt.PROPERTY, attempt);
        delivery.begin(attempt);
        if (delivery.ending().isPresent()) {
            // Ended between the look and the begin, by someone who saw no attempt to cut.
            attempt.cut();
        }
        return setup.http().process(exchange, doneSync -> {
            if (exchange.getException() != null && !delivery.emitter().setup().equals(setup)) {
                // An update closed the sender between the look and the send: no request was made, so none counts.
                delivery.takeBack(attempt);
                exchange.setException(null);
                send(exchange, delivery, callback);
                return;
            }
            judge(exchange, delivery, attempt, setup);
            callback.done(doneSync);
        });
    }

    /** Empty: a scheme of the user's own has failed, which is an attempt like any other that came to nothing. */
    private Optional<Attempt> signed(ActiveEmitter.Setup setup, Delivery delivery) {
        try {
            return Optional.of(SignedAttempt.of(
                    setup, delivery.event(), delivery.accepted().content(), engine.now()));
        } catch (RuntimeException | Error e) {
            // Errors, too: Camel's error handler lets them through, and the emitter's slot would be gone with them.
            LOG.warn(
                    "Signing for the emitter {} failed: {}",
                    delivery.emitter().id(),
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private void judge(Exchange exchange, Delivery delivery, Attempt attempt, ActiveEmitter.Setup setup) {
        delivery.end(attempt);
        Instant now = engine.now();
        delivery.emitter().attempted(now, attempt.statusCode());
        exchange.setException(AttemptFailed.SIGNAL);
        switch (outcome(delivery, attempt, setup)) {
            case DELIVERED -> {
                exchange.setException(null);
                DeliveryResult.Delivered delivered = delivery.delivered();
                if (delivery.settle(delivered)) {
                    engine.ended(delivery, delivered);
                }
            }
            case RETRY -> heed(RetryAfter.wait(attempt.retryAfter(), now).orElse(Duration.ZERO), delivery, attempt);
            case GONE -> {
                // Before the delivery has its reason: the pause takes back what is waited for, maybe this one.
                delivery.emitter().pauseItself(PauseReason.GONE);
                delivery.endWith(Reason.GONE);
            }
            case REFUSED ->
                delivery.endWith(attempt.failure().isPresent() ? Reason.BLOCKED_ADDRESS : Reason.FINAL_STATUS);
        }
    }

    /** What the receiver of before an update thinks says nothing about that of today. */
    private static AttemptOutcome outcome(Delivery delivery, Attempt attempt, ActiveEmitter.Setup setup) {
        AttemptOutcome outcome = AttemptOutcome.of(
                attempt.statusCode(), attempt.failure(), setup.settings().finalStatuses());
        boolean isOfToday = delivery.emitter().setup().equals(setup);
        return isOfToday || outcome == AttemptOutcome.DELIVERED ? outcome : AttemptOutcome.RETRY;
    }

    private static void heed(Duration asked, Delivery delivery, Attempt attempt) {
        delivery.askedToWait(asked);
        boolean overloaded = attempt.statusCode() == TOO_MANY_REQUESTS || attempt.statusCode() == UNAVAILABLE;
        if (overloaded && !asked.isZero()) {
            ActiveEmitter emitter = delivery.emitter();
            emitter.lane().hold(delivery, emitter.settings().retry().granted(asked));
        }
    }
}
