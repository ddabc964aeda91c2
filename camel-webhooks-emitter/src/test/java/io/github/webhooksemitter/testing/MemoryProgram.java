package io.github.webhooksemitter.testing;

import io.github.webhooksemitter.WebhooksEmitterComponent;
import io.github.webhooksemitter.emitter.EmitterConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Runs in a JVM of its own, since the limit of queued bytes holds for all components of a JVM. Each line that it prints is
 * {@code name=value}; it ends by itself.
 */
public final class MemoryProgram {
    private static final int BODY = 1 << 20;

    private final DefaultCamelContext context = Contexts.create();
    private final byte[] body = new byte[BODY];

    private MemoryProgram() {
        Arrays.fill(body, (byte) 'x');
        body[0] = '"';
        body[BODY - 1] = '"';
    }

    /** Arguments: {@code flood}, or {@code share} and a limit of queued bytes. */
    public static void main(String[] arguments) throws Exception {
        MemoryProgram program = new MemoryProgram();
        try (ClosedPort dead = ClosedPort.open();
                Receiver receiver = Receiver.start()) {
            program.context.getShutdownStrategy().setTimeout(2);
            if (arguments[0].equals("flood")) {
                program.start();
                program.flood(dead, receiver);
            } else {
                program.component().setMaxQueuedBytes(Long.valueOf(arguments[1]));
                program.start();
                program.share(dead, receiver);
            }
            program.context.stop();
            report("stopped", true);
        }
    }

    private WebhooksEmitterComponent component() {
        return context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    private void start() throws Exception {
        context.start();
    }

    private static void report(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    /** A dead receiver gets far more than fits into the heap; a healthy one is served after it all the same. */
    private void flood(ClosedPort dead, Receiver receiver) {
        attach("dead", dead.url(), "1ms");
        attach("healthy", receiver.url(), "1ms");
        report("accepted", emit("dead", 1000));
        report(
                "queued",
                component().status("dead").queued() + component().status("dead").inFlight());
        report("healthy", emit("healthy", 1));
        receiver.await(1);
        report("received", receiver.requests().get(0).body().length);
        report("still.accepted", emit("dead", 100));
    }

    /** Two emitters share the limit: one that came late gets its share although the first has taken it all. */
    private void share(ClosedPort dead, Receiver receiver) {
        attach("first", dead.url(), "1h");
        attach("second", dead.url(), "1h");
        attach("healthy", receiver.url(), "1h");
        report("first", emit("first", 50));
        report("second", emit("second", 50));
        report("first.again", emit("first", 1));
        report("healthy", emit("healthy", 1));
        receiver.await(1);
        component().detach("first");
        while (component().emitters().stream()
                .anyMatch(status -> status.emitterId().equals("first"))) {
            Thread.onSpinWait();
        }
        report("second.again", emit("second", 50));
    }

    private void attach(String id, String url, String backoff) {
        component()
                .attach(
                        id,
                        EmitterConfig.of(Map.of(
                                "url",
                                url,
                                "backoffDelay",
                                backoff,
                                "backoffMaxDelay",
                                backoff,
                                "maxAttempts",
                                1_000_000,
                                "queueSize",
                                1_000_000,
                                "deadLetter",
                                "log:given-up?level=OFF")));
    }

    private long emit(String id, int events) {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            long accepted = 0;
            for (int i = 0; i < events; i++) {
                var exchange = template.send(Sandbox.referring(id, "whenFull=fail"), sent -> sent.getMessage()
                        .setBody(body));
                accepted += exchange.getException() == null ? 1 : 0;
            }
            return accepted;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
