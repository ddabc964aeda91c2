package io.github.webhooksemitter.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

abstract class TransportTestSupport {

    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration LONG = Duration.ofSeconds(20);

    /** Of tests that send to this machine. */
    static final NetworkPolicy LOOPBACK = NetworkPolicy.of("loopback", "1-65535");

    static final NetworkPolicy ANY = NetworkPolicy.of("any", "1-65535");

    final DefaultCamelContext context = new DefaultCamelContext();
    Transport transport = new Transport(context);

    @BeforeEach
    void startTransport() throws Exception {
        configure(context);
        context.start();
        transport.start();
    }

    void configure(DefaultCamelContext camel) throws Exception {}

    @AfterEach
    void stopTransport() {
        transport.stop();
        context.stop();
    }

    Sender sender() {
        return sender(Map.of());
    }

    Sender sender(Map<String, Object> options) {
        return sender(LOOPBACK, options);
    }

    Sender sender(NetworkPolicy network, Map<String, Object> options) {
        return transport.lease(new TransportSettings(CONNECT, network, options), 1, true);
    }

    static Attempt attempt(String url, Duration timeout) {
        return new Attempt(
                Target.parse(url), headers("Content-Type", "application/json"), "{}".getBytes(UTF_8), timeout);
    }

    static List<Header> headers(String... namesAndValues) {
        java.util.ArrayList<Header> headers = new java.util.ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(new BasicHeader(namesAndValues[i], namesAndValues[i + 1]));
        }
        return headers;
    }

    Exchange exchange(Attempt attempt) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Attempt.PROPERTY, attempt);
        return exchange;
    }

    /** Sends and gives the attempt back; an exception in the exchange is a defect. */
    Attempt send(Sender sender, Attempt attempt) throws Exception {
        return send(sender, attempt, exchange(attempt));
    }

    Attempt send(Sender sender, Attempt attempt, Exchange exchange) throws Exception {
        sender.processor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return attempt;
    }

    CompletableFuture<Attempt> sendAside(Sender sender, Attempt attempt) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return send(sender, attempt);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static Duration took(Attempt attempt) {
        return attempt.duration();
    }
}
