package io.github.webhooksemitter.transport;

import io.github.webhooksemitter.WebhooksEmitterConstants;
import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.testing.Sandbox;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.transport.FaultCase.Peer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.cache.DefaultProducerCache;

/**
 * Sends through the public door to receivers with a fault, to all of them at once, and tells what was not as it has to be.
 * Each case has an emitter and a receiver of its own.
 */
final class FaultRun implements AutoCloseable {
    private final Sandbox sandbox = Sandbox.start();
    private final SentAttempts sent = new SentAttempts();
    private final Hiccups hiccups = Hiccups.watch();
    private final List<Emitter> emitters = new ArrayList<>();
    private final ProducerCache producers;
    private final Duration patience;

    /**
     * @param patience what every attempt may take, also where its row asks for less
     */
    FaultRun(Certificates certificates, Duration patience) {
        this.patience = patience;
        sandbox.context().getRegistry().bind("trusted", certificates.trusted());
        sandbox.context().getManagementStrategy().addEventNotifier(sent);
        producers = new DefaultProducerCache(this, sandbox.context(), 0);
        producers.start();
    }

    /** What came of one case. */
    record Verdict(FaultCase fault, List<String> complaints) {}

    List<Verdict> play(List<FaultCase> cases) throws Exception {
        for (int i = 0; i < cases.size(); i++) {
            emitters.add(new Emitter("fault-" + i, cases.get(i)));
        }
        emitters.forEach(Emitter::send);
        List<Verdict> verdicts = new ArrayList<>();
        for (Emitter emitter : emitters) {
            emitter.await();
        }
        for (Emitter emitter : emitters) {
            verdicts.add(emitter.verdict());
        }
        return verdicts;
    }

    int leasedOrPending() {
        return sent.leasedOrPending();
    }

    /** Threads of the context that are still in an attempt. */
    List<String> threadsInAttempts() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> isOurs(thread.getKey()))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(AttemptProducer.class.getName())))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    /** All threads of the context. */
    List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(this::isOurs)
                .map(Thread::getName)
                .toList();
    }

    private boolean isOurs(Thread thread) {
        return thread.getName().startsWith("Camel (" + sandbox.context().getName() + ")");
    }

    @Override
    public void close() throws IOException {
        hiccups.close();
        producers.stop();
        sandbox.close();
        for (Emitter emitter : emitters) {
            emitter.peer.closing().close();
        }
    }

    private final class Emitter {
        private final List<CompletableFuture<Exchange>> exchanges = new ArrayList<>();
        private final List<String> complaints = new ArrayList<>();
        private final String id;
        private final FaultCase fault;
        private final Peer peer;

        Emitter(String id, FaultCase fault) throws Exception {
            this.id = id;
            this.fault = fault;
            peer = fault.opening.open();
            sandbox.component()
                    .attach(
                            id,
                            Stage.config(
                                    peer.url(),
                                    "http.sslContextParameters",
                                    "#bean:trusted",
                                    "requestTimeout",
                                    FaultCase.DEADLINE.toMillis() + "ms",
                                    "maxAttempts",
                                    fault.attempts,
                                    "backoffDelay",
                                    "1ms",
                                    "maxPayloadSize",
                                    16 << 20,
                                    "deadLetter",
                                    "log:given-up?level=OFF"));
        }

        void send() {
            for (int i = 0; i < fault.deliveries; i++) {
                String deliveryId = deliveryId(i);
                exchanges.add(producers.asyncSendExchange(
                        sandbox.context().getEndpoint(Sandbox.referring(id, "waitForDelivery=true")),
                        null,
                        exchange -> {
                            exchange.getIn().setBody(fault.body);
                            exchange.getIn().setHeader(WebhooksEmitterConstants.DELIVERY_ID, deliveryId);
                        },
                        null,
                        null,
                        new CompletableFuture<>()));
            }
        }

        private String deliveryId(int number) {
            return id + "-" + number;
        }

        void await() throws Exception {
            for (CompletableFuture<Exchange> exchange : exchanges) {
                exchange.get(60, TimeUnit.SECONDS);
            }
        }

        Verdict verdict() throws Exception {
            int attempts = 0;
            for (int i = 0; i < fault.deliveries; i++) {
                List<Attempt> made = sent.of(deliveryId(i));
                attempts += made.size();
                checkDelivery(exchanges.get(i).get(), made);
                checkRequests(deliveryId(i), made);
            }
            int connections = peer.connections().size();
            expect(
                    fault.connections.fits(connections, attempts),
                    connections + " connections, " + attempts + " attempts");
            int requests = peer.requests().size();
            expect(fault.requests.fits(requests, attempts), requests + " requests, " + attempts + " attempts");
            expect(peer.requests().stream().allMatch(fault.eachRequest), "a header that must not be there");
            if (fault.statuses.isEmpty()) {
                int kept = sent.kept(URI.create(peer.url()).getPort());
                expect(kept == 0, kept + " connections kept that had failed");
            }
            return new Verdict(fault, complaints);
        }

        private void checkDelivery(Exchange exchange, List<Attempt> made) {
            expect(!made.isEmpty(), "no attempt was made");
            boolean delivered = !made.isEmpty() && isDelivered(made.get(made.size() - 1));
            if (delivered) {
                expect(exchange.getException() == null, "failed in spite of a 2xx: " + exchange.getException());
            } else {
                expect(made.size() == fault.attempts, made.size() + " attempts were made");
                expect(
                        exchange.getException() instanceof DeliveryFailedException failed
                                && failed.attempts() == made.size(),
                        "failed with " + exchange.getException());
            }
            made.forEach(this::checkAttempt);
        }

        private static boolean isDelivered(Attempt attempt) {
            return attempt.statusCode() / 100 == 2;
        }

        private void checkAttempt(Attempt attempt) {
            Failure failure = attempt.failure().orElse(null);
            expect(
                    failure == null ? fault.statuses.contains(attempt.statusCode()) : fault.failures.contains(failure),
                    "ended with " + attempt + " "
                            + attempt.cause().map(Throwable::toString).orElse(""));
            Duration took = attempt.duration();
            Duration longer = patience.compareTo(fault.within) > 0 ? patience : fault.within;
            Duration limit = longer.plus(hiccups.allowance());
            expect(took.compareTo(limit) <= 0, "took " + took + ", at most " + limit);
            expect(
                    failure != Failure.DEADLINE || took.compareTo(FaultCase.DEADLINE) >= 0,
                    "ended at its deadline after " + took);
            expect(attempt.retryAfter().equals(fault.retryAfter), "read Retry-After " + attempt.retryAfter());
        }

        /** Exactly one for each attempt, all with the delivery's id. */
        private void checkRequests(String deliveryId, List<Attempt> made) {
            if (fault.requests == FaultCase.Count.ONE_EACH) {
                long requests = peer.requests().stream()
                        .filter(request -> request.contains("\r\nX-Webhooks-Delivery: " + deliveryId + "\r\n"))
                        .count();
                expect(
                        requests == made.size(),
                        requests + " requests in " + made.size() + " attempts of " + deliveryId);
            }
        }

        private void expect(boolean holds, String complaint) {
            if (!holds) {
                complaints.add(complaint);
            }
        }
    }
}
