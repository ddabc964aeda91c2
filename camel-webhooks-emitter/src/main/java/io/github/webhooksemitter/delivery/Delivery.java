package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that was taken out of its queue, or refused by it, until its end. Its state is written by the one worker that has it, and read by
 * status and stop.
 *
 * <p>It travels through Camel's processors in a fresh exchange, so that nothing of the caller's exchange (file locks,
 * acknowledgements, headers, properties) is held until the receiver answers.
 */
final class Delivery {
    private static final String PROPERTY = "CamelWebhooksEmitterDelivery";

    private final AcceptedDelivery accepted;
    private final AtomicReference<@Nullable DeliveryResult> result = new AtomicReference<>();

    private final AtomicBoolean logged = new AtomicBoolean();

    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile int attempts;
    private volatile int lastStatus;
    private volatile @Nullable Attempt last;
    private volatile Duration asked = Duration.ZERO;
    private volatile @Nullable Attempt current;
    private volatile @Nullable ParkedRetry parked;
    private volatile @Nullable Ending ending;
    private volatile ActiveEmitter.@Nullable Setup lastSetup;

    /** Begins what comes after the wait. */
    Delivery(AcceptedDelivery accepted) {
        this.accepted = accepted;
        this.attempts = accepted.attempts();
    }

    static Delivery of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Delivery.class))
                .orElseThrow();
    }

    AcceptedDelivery accepted() {
        return accepted;
    }

    ActiveEmitter emitter() {
        return accepted.emitter();
    }

    String id() {
        return accepted.id();
    }

    AcceptedEvent event() {
        return accepted.event();
    }

    /** A new exchange that carries this delivery through Camel's processors: made when it leaves its queue, once. */
    Exchange toExchange() {
        Exchange exchange = new DefaultExchange(emitter().camelContext());
        exchange.setProperty(PROPERTY, this);
        exchange.getIn().setBody(accepted.content().body());
        event().trace().forEach(exchange.getIn()::setHeader);
        return exchange;
    }

    boolean isAwaited() {
        return accepted.isAwaited();
    }

    int attempts() {
        return attempts;
    }

    int lastStatus() {
        return lastStatus;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the worker that has the delivery counts
    void countAttempt(ActiveEmitter.Setup setup) {
        lastSetup = setup;
        attempts = attempts + 1;
    }

    void begin(Attempt attempt) {
        current = attempt;
    }

    /** The attempt came to no request: as if it had not begun. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the worker that has the delivery counts
    void takeBack(Attempt attempt) {
        end(attempt);
        attempts = attempts - 1;
    }

    void end(Attempt attempt) {
        current = null;
        last = attempt;
        if (attempt.statusCode() != 0) {
            lastStatus = attempt.statusCode();
        }
    }

    /** The attempt came to nothing before there was a request. */
    void endWithoutRequest() {
        current = null;
        last = null;
        asked = Duration.ZERO;
    }

    /** The last attempt that has ended; empty also if it came to no request. */
    Optional<Attempt> lastAttempt() {
        return Optional.ofNullable(last);
    }

    /** How long the receiver asked to wait before the next attempt: it counts once. */
    void askedToWait(Duration wait) {
        asked = wait;
    }

    Duration askedWait() {
        return asked;
    }

    /** Whether it would be too old to be sent at that time. */
    boolean isExpiredAt(Instant time) {
        return isOlder(event().expireAfter(), time)
                || isOlder(emitter().settings().expireAfter(), time);
    }

    private boolean isOlder(Optional<Duration> limit, Instant time) {
        return limit.isPresent()
                && Duration.between(accepted.acceptedAt(), time).compareTo(limit.get()) >= 0;
    }

    boolean isInAttempt() {
        return current != null;
    }

    void cutAttempt() {
        Attempt attempt = current;
        if (attempt != null) {
            attempt.cut();
        }
    }

    /** The retry that waits for its time; its lane's lock guards the change. */
    void park(@Nullable ParkedRetry retry) {
        parked = retry;
    }

    /** Ends its wait for the next attempt, if it waits. */
    void retryNow() {
        parked().ifPresent(ParkedRetry::run);
    }

    Optional<ParkedRetry> parked() {
        return Optional.ofNullable(parked);
    }

    /** Ends this delivery alone: nothing is attempted from now on. */
    void endWith(Reason reason) {
        ending = Ending.givenUp(reason);
    }

    /** Leaves it in its queue: nothing is attempted from now on, and nothing given up. */
    void leave() {
        ending = Ending.LEFT;
    }

    /** Whether its queue keeps it until it has ended. */
    boolean isKept() {
        return accepted.isKept();
    }

    /** How it ends, if there is no further attempt: for its own reason, or as its emitter does. */
    Optional<Ending> ending() {
        Ending own = ending;
        return own != null ? Optional.of(own) : emitter().lane().ending();
    }

    /** Whether it is left in its queue. */
    boolean isLeft() {
        return isKept()
                && (ending == Ending.LEFT
                        || emitter().lane().ending().filter(Ending.LEFT::equals).isPresent());
    }

    /** Makes the end known. The first one counts; returns false to all others. */
    boolean settle(DeliveryResult end) {
        boolean first = result.compareAndSet(null, end);
        if (first) {
            accepted.awaited().ifPresent(AwaitedEnd::settle);
        }
        return first;
    }

    DeliveryResult.Dead dead(Reason reason) {
        return new DeliveryResult.Dead(reason, attempts, lastStatus);
    }

    DeliveryResult.Delivered delivered() {
        return new DeliveryResult.Delivered(attempts, lastStatus);
    }

    /** True for the first line that is to be logged about its end, so that there is only one. */
    boolean isFirstLine() {
        return logged.compareAndSet(false, true);
    }

    /** What it ended in; empty: it has not. */
    Optional<DeliveryResult> result() {
        return Optional.ofNullable(result.get());
    }

    /** True for the first who does the bookkeeping of the end. */
    boolean isFirstEnd() {
        return ended.compareAndSet(false, true);
    }

    /** Whether the emitter was changed after the last attempt. */
    boolean hasOldSetup() {
        return lastSetup != null && !emitter().setup().equals(lastSetup);
    }

    boolean isSettled() {
        return result.get() != null;
    }

    /** What the dead letter endpoint gets: the original bytes, and what became of them. */
    void describe(Exchange letter, DeliveryResult.Dead dead) {
        letter.getIn().setBody(event().body());
        letter.getIn()
                .setHeaders(new HashMap<>(Map.of(
                        DeliveryHeaders.ID, emitter().id(),
                        DeliveryHeaders.EVENT, event().name(),
                        DeliveryHeaders.DELIVERY_ID, event().deliveryId(),
                        DeliveryHeaders.ATTEMPTS, dead.attempts(),
                        DeliveryHeaders.REASON, dead.reason().toString(),
                        Exchange.CONTENT_TYPE, "application/json")));
        if (dead.statusCode() != 0) {
            letter.getIn().setHeader(DeliveryHeaders.STATUS_CODE, dead.statusCode());
        }
        event().trace().forEach(letter.getIn()::setHeader);
    }
}
