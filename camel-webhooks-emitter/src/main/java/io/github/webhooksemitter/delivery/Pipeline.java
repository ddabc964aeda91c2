package io.github.webhooksemitter.delivery;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.processor.errorhandler.DeadLetterChannel;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The way of every delivery of every emitter, once it is out of its queue: Camel's dead letter channel around the
 * attempt. Built by hand, not a route: a user's route configurations, interceptors, route filters and auto-startup do
 * not reach it.
 */
final class Pipeline extends ServiceSupport {
    private final Engine engine;
    private final AsyncProcessor entry;

    Pipeline(CamelContext context, Engine engine, RetryDecision decision) {
        this.engine = engine;
        RedeliveryPolicy policy = new RedeliveryPolicy();
        // The decision replaces it; what counts here is only that it is not 0, which would turn redelivery off.
        policy.setMaximumRedeliveries(-1);
        policy.setAsyncDelayedRedelivery(true);
        policy.setAllowRedeliveryWhileStopping(true);
        policy.setLogExhausted(false);
        policy.setLogHandled(false);
        policy.setLogRetryAttempted(false);
        policy.setLogNewException(false);
        DeadLetterChannel channel = new DeadLetterChannel(
                context,
                new AttemptProcessor(engine),
                null,
                null,
                policy,
                new GiveUp(),
                null,
                true,
                false,
                false,
                decision,
                engine.retries(),
                null,
                null);
        entry = PluginHelper.getInternalProcessorFactory(context).addUnitOfWorkProcessorAdvice(context, channel, null);
    }

    /**
     * Runs a delivery.
     *
     * @param goOn goes on on a worker when the delivery ends later than this call
     * @return whether it has already ended
     */
    boolean run(Delivery delivery, Workers.Work goOn) {
        AtomicBoolean met = new AtomicBoolean();
        Runnable end = () -> {
            if (met.getAndSet(true)) {
                engine.workers().execute(goOn);
            }
        };
        Optional<Ending> ending = delivery.ending();
        if (ending.isPresent()) {
            conclude(delivery, ending.get(), end);
        } else {
            entry.process(delivery.toExchange(), doneSync -> settle(delivery, end));
        }
        return met.getAndSet(true);
    }

    /** A forced shutdown rejects exchanges without asking anyone: those end here. */
    private void settle(Delivery delivery, Runnable end) {
        if (delivery.isSettled()) {
            end.run();
        } else {
            conclude(delivery, endingAtStop(delivery), end);
        }
    }

    private static Ending endingAtStop(Delivery delivery) {
        return delivery.ending().orElseGet(() -> delivery.emitter().queue().endingFor(Reason.SHUTDOWN));
    }

    private void conclude(Delivery delivery, Ending ending, Runnable end) {
        ending.reason().ifPresentOrElse(reason -> giveUp(delivery, reason, end), () -> {
            engine.left(delivery);
            end.run();
        });
    }

    /** Gives a delivery up, whatever became of it before; the end is called once its dead letter is dealt with. */
    void giveUp(Delivery delivery, Reason reason, Runnable end) {
        DeliveryResult.Dead dead = delivery.dead(reason);
        if (!delivery.settle(dead)) {
            end.run();
            return;
        }
        letter(delivery, dead, end);
    }

    private void letter(Delivery delivery, DeliveryResult.Dead dead, Runnable end) {
        engine.deadLetters().take(delivery, dead).whenComplete((taken, failure) -> {
            if (delivery.isKept() && !Boolean.TRUE.equals(taken)) {
                refused(delivery, dead, end);
            } else {
                engine.ended(delivery, dead);
                end.run();
            }
        });
    }

    /** No dead letter endpoint has it, so its queue keeps it, and the emitter waits until somebody has mended that. */
    private void refused(Delivery delivery, DeliveryResult.Dead dead, Runnable end) {
        ActiveEmitter emitter = delivery.emitter();
        if (emitter.isDetaching()) {
            emitter.queue().keepRest();
            emitter.lane().leave();
        } else {
            emitter.pauseItself(PauseReason.DEAD_LETTER_FAILED);
        }
        Runnable again = () -> {
            if (delivery.isLeft()) {
                engine.left(delivery);
                end.run();
            } else {
                letter(delivery, dead, end);
            }
        };
        if (!emitter.lane().waitsAtGate(delivery, again)) {
            engine.workers().execute(again);
        }
    }

    /** Ends in the log what is not ended yet, whatever it is waiting for. */
    void abandon(Delivery delivery) {
        if (delivery.isKept()) {
            engine.left(delivery);
            return;
        }
        boolean first =
                delivery.settle(delivery.dead(endingAtStop(delivery).reason().orElse(Reason.SHUTDOWN)));
        if (delivery.result().orElseThrow() instanceof DeliveryResult.Dead dead) {
            if (first || !delivery.isAwaited()) {
                engine.deadLetters().log(delivery, dead, " (its deadLetter was not reached in time)");
            }
            engine.ended(delivery, dead);
        }
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(entry);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopAndShutdownService(entry);
    }

    /** Camel's dead letter processor. */
    private final class GiveUp extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Delivery delivery = Delivery.of(exchange);
            conclude(
                    delivery,
                    delivery.ending().orElseGet(() -> Ending.givenUp(Reason.EXHAUSTED)),
                    () -> callback.done(false));
            return false;
        }
    }
}
