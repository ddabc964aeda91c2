package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Whether a failed attempt is followed by another, and when: the {@code retryWhile} of Camel's error handler. It
 * replaces Camel's count of redeliveries, and so looks at attempts, age and the end of the emitter itself.
 */
final class RetryDecision implements Predicate {
    private final Engine engine;
    private final RandomGenerator random;

    RetryDecision(Engine engine, RandomGenerator random) {
        this.engine = engine;
        this.random = random;
    }

    @Override
    public boolean matches(Exchange exchange) {
        Delivery delivery = Delivery.of(exchange);
        RetryPolicy policy = delivery.emitter().settings().retry();
        if (delivery.ending().isPresent() || !policy.allowsAfter(delivery.attempts())) {
            return false;
        }
        ActiveEmitter emitter = delivery.emitter();
        if (emitter.lane().refusesWaiting()) {
            // A probe has failed: nobody is to wait for the next one, this delivery's caller neither.
            emitter.withdrawals().takeBack(AcceptedDelivery::isAwaited, Reason.CANCELLED);
            if (delivery.ending().isPresent()) {
                return false;
            }
        }
        if (delivery.isAwaited() && engine.isContextStopping()) {
            delivery.endWith(Reason.SHUTDOWN);
            return false;
        }
        // What the receiver of before an update asked for delays nothing: the next attempt is made at once.
        Duration wait = delivery.hasOldSetup()
                ? Duration.ZERO
                : policy.waitAfter(delivery.attempts(), delivery.askedWait(), random);
        if (delivery.isExpiredAt(engine.now().plus(wait))) {
            // Now: nothing that comes after the wait could save it.
            delivery.endWith(Reason.EXPIRED);
            return false;
        }
        // Never 0: Camel would then retry on the spot, past the scheduler that detach and stop know of.
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, Math.max(1, wait.toMillis()));
        engine.retrying(delivery);
        engine.retries().expect(delivery);
        return true;
    }
}
