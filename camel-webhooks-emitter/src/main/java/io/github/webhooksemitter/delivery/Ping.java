package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.transport.Attempt;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** One test delivery past the queue: a single attempt, signed like any other, that nothing counts. Thread safe. */
final class Ping {
    private final Engine engine;

    Ping(Engine engine) {
        this.engine = engine;
    }

    /** Makes the attempt, also while the emitter is paused; completed on a thread that no emitter needs. */
    CompletableFuture<PingResult> send(ActiveEmitter emitter, AcceptedEvent event) {
        CompletableFuture<PingResult> end = new CompletableFuture<>();
        engine.workers().execute(() -> {
            try {
                attempt(emitter, event, end);
            } catch (RuntimeException | Error e) {
                // By class: a scheme of the user's own may say anything, its key for one.
                engine.continuations()
                        .execute(() -> end.completeExceptionally(new IllegalStateException("The ping of the emitter "
                                + emitter.id() + " could not be sent: "
                                + e.getClass().getName() + ".")));
            }
        });
        return end;
    }

    private void attempt(ActiveEmitter emitter, AcceptedEvent event, CompletableFuture<PingResult> end) {
        ActiveEmitter.Setup setup = emitter.setup();
        Instant now = engine.now();
        Content content = Content.of(event, setup.settings().envelope(), emitter.id(), now);
        Attempt attempt = SignedAttempt.of(setup, event, content, now);
        Exchange exchange = new DefaultExchange(engine.camelContext());
        exchange.setProperty(Attempt.PROPERTY, attempt);
        setup.http().process(exchange, doneSync -> engine.continuations().execute(() -> {
            if (exchange.getException() == null) {
                end.complete(PingResult.of(attempt));
            } else {
                end.completeExceptionally(exchange.getException());
            }
        }));
    }
}
