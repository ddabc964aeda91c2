package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.UnsignedRequest;
import io.github.webhooksemitter.transport.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: through the gate, signed anew, sent. A failed one leaves an exception for Camel's error handler. */
final class AttemptProcessor extends AsyncProcessorSupport {
    private static final Logger LOG = LoggerFactory.getLogger(AttemptProcessor.class);
    private static final String METHOD = "POST";

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
        if (delivery.ending().isPresent()) {
            exchange.setException(AttemptFailed.SIGNAL);
            callback.done(true);
            return true;
        }
        return signAndSend(exchange, delivery, callback);
    }

    private boolean signAndSend(Exchange exchange, Delivery delivery, AsyncCallback callback) {
        try {
            return send(exchange, delivery, callback);
        } catch (RuntimeException | Error e) {
            // A scheme of the user's own that fails: an attempt like any other that came to nothing. Errors, too, since
            // Camel's error handler lets them through, and the emitter's slot would be gone with them.
            LOG.warn(
                    "Signing for the emitter {} failed: {}",
                    delivery.emitter().id(),
                    e.getClass().getName());
            exchange.setException(AttemptFailed.SIGNAL);
            callback.done(true);
            return true;
        }
    }

    private boolean send(Exchange exchange, Delivery delivery, AsyncCallback callback) {
        ActiveEmitter.Setup setup = delivery.emitter().setup();
        delivery.countAttempt(setup);
        Attempt attempt = attempt(delivery, setup);
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
                signAndSend(exchange, delivery, callback);
                return;
            }
            judge(exchange, delivery, attempt);
            callback.done(doneSync);
        });
    }

    private Attempt attempt(Delivery delivery, ActiveEmitter.Setup setup) {
        EmitterSettings settings = setup.settings();
        byte[] body = delivery.event().body();
        List<SignedHeader> signed = setup.signer()
                .sign(new UnsignedRequest(
                        settings.headerIdentifier(),
                        delivery.id(),
                        delivery.event().name(),
                        engine.now(),
                        METHOD,
                        settings.target().uri(),
                        body));
        List<Header> headers =
                new ArrayList<>(signed.size() + settings.headers().size());
        for (SignedHeader header : signed) {
            headers.add(new BasicHeader(header.name(), header.value()));
        }
        headers.addAll(settings.headers());
        return new Attempt(settings.target(), headers, body, settings.requestTimeout(), settings.propagateTrace());
    }

    private void judge(Exchange exchange, Delivery delivery, Attempt attempt) {
        delivery.end(attempt);
        Instant now = engine.now();
        delivery.emitter().attempted(now, attempt.statusCode());
        switch (AttemptOutcome.of(attempt)) {
            case DELIVERED -> {
                exchange.setException(null);
                DeliveryResult.Delivered delivered = delivery.delivered();
                if (delivery.settle(delivered)) {
                    engine.ended(delivery, delivered);
                }
            }
            case RETRY -> exchange.setException(AttemptFailed.SIGNAL);
            case REFUSED -> {
                delivery.endWith(Reason.BLOCKED_ADDRESS);
                exchange.setException(AttemptFailed.SIGNAL);
            }
        }
    }
}
