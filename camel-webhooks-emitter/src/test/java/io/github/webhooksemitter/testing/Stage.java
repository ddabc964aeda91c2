package io.github.webhooksemitter.testing;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.WebhooksEmitterComponent;
import io.github.webhooksemitter.WebhooksEmitterConstants;
import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.emitter.EmitterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Camel context of its own for one test, with one emitter id of its own, and what a test does with them. Everything is
 * closed after the test. Register it as a field: {@code @RegisterExtension final Stage stage = new Stage();}
 */
public final class Stage implements AfterEachCallback {
    /** The event of everything that is emitted here. */
    public static final String EVENT = "order.created";

    private static final Pattern LINE =
            Pattern.compile("deliveryId=(\\S+) attempts=(\\d+) reason=(\\S+) status=(\\S+)");
    private static final String LETTERS = "mock:letters";

    private final String id = "e-" + UUID.randomUUID();
    private final DefaultCamelContext context = Contexts.create();
    private final Logs logs = Logs.open();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(logs));
    private ProducerTemplate template;
    private ProducerCache producers;
    private MockEndpoint letters;

    public Stage() {
        context.getExecutorServiceManager().setThreadNamePattern(id + " #counter# #name#");
        shutdownTimeout(Duration.ofSeconds(2));
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    }

    public CamelContext context() {
        return context;
    }

    /** The emitter id of this test. */
    public String id() {
        return id;
    }

    /** The endpoint URI that refers to the emitter. */
    public String uri() {
        return "webhooks-emitter:" + id;
    }

    /** The endpoint URI that refers to the emitter, with options. */
    public String uri(String options) {
        return uri() + "?" + options;
    }

    /** The endpoint URI that declares the emitter. */
    public String declaring(Receiver receiver, String... options) {
        return declaring(receiver.url(), options);
    }

    /** The endpoint URI that declares the emitter. */
    public String declaring(String url, String... options) {
        return uri("url=RAW(" + url + ")" + (options.length == 0 ? "" : "&") + String.join("&", options));
    }

    public Stage shutdownTimeout(Duration timeout) {
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(timeout.toMillis());
        return this;
    }

    public Stage start() {
        context.start();
        return this;
    }

    /** Stops the context and tells how long that took. */
    public Duration stop() {
        long begin = System.nanoTime();
        context.stop();
        template = null;
        producers = null;
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** A receiver that is closed after the test. */
    public Receiver receiver() {
        return closing(Receiver.start());
    }

    /** Closes it after the test. */
    public <T extends AutoCloseable> T closing(T closeable) {
        open.add(closeable);
        return closeable;
    }

    public WebhooksEmitterComponent component() {
        return context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    /** Attaches the emitter with options, by name and value. */
    public Stage attach(Receiver receiver, Object... options) {
        return attach(receiver.url(), options);
    }

    /** Attaches the emitter with options, by name and value. */
    public Stage attach(String url, Object... options) {
        component().attach(id, config(url, options));
        return this;
    }

    /** Attaches the emitter with its queue in the test's broker, the usual dead letter endpoint, and options. */
    public Receiver attachPersistent(Receiver receiver, Object... options) {
        Stream<Object> all = Stream.of("queue", Broker.QUEUE, "deadLetter", deadLetter());
        attach(receiver, Stream.concat(all, Stream.of(options)).toArray());
        return receiver;
    }

    public static EmitterConfig config(String url, Object... options) {
        EmitterConfig.Builder builder = EmitterConfig.builder().url(url);
        for (int i = 0; i < options.length; i += 2) {
            builder.set((String) options[i], options[i + 1]);
        }
        return builder.build();
    }

    public EmitterStatus status() {
        return component().status(id);
    }

    /** A route from one endpoint to others. */
    public Stage route(String routeId, String from, String... to) {
        try {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(from).routeId(routeId).to(to);
                }
            });
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Emits to the emitter, one after the other: d1, d2 … The ids. */
    public List<String> emit(int count) {
        return emit(uri(), 1, count);
    }

    /** Emits with the ids d{@code first} … d{@code last}. */
    public List<String> emit(String uri, int first, int last) {
        List<String> ids = ids(first, last);
        ids.forEach(deliveryId -> emit(uri, deliveryId));
        return ids;
    }

    /** The ids d{@code first} … d{@code last}. */
    public static List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(n -> "d" + n).toList();
    }

    /** Emits one event; throws what the exchange failed with. */
    public Exchange emit(String uri, String deliveryId) {
        Exchange exchange = send(uri, deliveryId);
        if (exchange.getException() instanceof RuntimeException failure) {
            throw failure;
        } else if (exchange.isFailed()) {
            throw new IllegalStateException(exchange.getException());
        }
        return exchange;
    }

    /** Emits one event; a failure is in the exchange. */
    public Exchange send(String uri, String deliveryId) {
        return template().send(uri, exchange -> event(exchange, deliveryId));
    }

    /** Emits one event; no thread waits for the end. */
    public CompletableFuture<Exchange> sendAsync(String uri, String deliveryId) {
        return producers()
                .asyncSendExchange(
                        context.getEndpoint(uri),
                        null,
                        exchange -> event(exchange, deliveryId),
                        null,
                        null,
                        new CompletableFuture<>());
    }

    /** Sends an operation to the emitter; throws what the exchange failed with. */
    public Object operate(String operation, Object body) {
        return template().requestBody(uri("operation=" + operation), body);
    }

    private static void event(Exchange exchange, String deliveryId) {
        exchange.getIn().setBody("{\"id\":\"" + deliveryId + "\"}");
        exchange.getIn().setHeader(WebhooksEmitterConstants.EVENT, EVENT);
        exchange.getIn().setHeader(WebhooksEmitterConstants.DELIVERY_ID, deliveryId);
    }

    public ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }

    private ProducerCache producers() {
        if (producers == null) {
            producers = new DefaultProducerCache(this, context, 0);
            producers.start();
        }
        return producers;
    }

    /** A dead letter endpoint; what it got is in {@link #letters()}. */
    public String deadLetter() {
        letters = context.getEndpoint(LETTERS, MockEndpoint.class);
        return LETTERS;
    }

    /** What the dead letter endpoint got, also after a stop. */
    public List<Letter> letters() {
        return letterExchanges().stream().map(Letter::of).toList();
    }

    /** The exchanges that the dead letter endpoint got, also after a stop. */
    public List<Exchange> letterExchanges() {
        return letters.getReceivedExchanges();
    }

    /** What was logged as given up, one for each line. */
    public List<Letter> logged() {
        return logs.lines(Level.ERROR, "emitter=" + id + " ").stream()
                .map(LINE::matcher)
                .filter(Matcher::find)
                .map(Letter::of)
                .toList();
    }

    /** The delivery ids of requests, in the order of their arrival. */
    public static List<String> idsOf(Receiver receiver) {
        return receiver.requests().stream().map(Receiver.Received::deliveryId).toList();
    }

    /** The delivery ids of letters. */
    public static List<String> idsOf(List<Letter> letters) {
        return letters.stream().map(Letter::deliveryId).toList();
    }

    /** Waits until the emitter's first delivery has failed once and is in backoff. */
    public Stage awaitBackoff() {
        Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> status().nextAttemptAt() != null);
        return this;
    }

    /** Waits for a latch in a receiver's answer. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The live threads of this component in this context. */
    public List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(id) && name.contains("WebhooksEmitter"))
                .toList();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        shutdownTimeout(Duration.ofMillis(200));
        context.close();
    }

    /** A delivery that was given up, as its dead letter or its line in the log tells it. */
    public record Letter(String deliveryId, String reason, int attempts, Integer status) {
        static Letter of(Matcher line) {
            Integer status = line.group(4).equals("none") ? null : Integer.valueOf(line.group(4));
            return new Letter(line.group(1), line.group(3), Integer.parseInt(line.group(2)), status);
        }

        static Letter of(Exchange exchange) {
            Map<String, Object> headers = exchange.getIn().getHeaders();
            return new Letter(
                    (String) headers.get(WebhooksEmitterConstants.DELIVERY_ID),
                    (String) headers.get(WebhooksEmitterConstants.REASON),
                    (Integer) headers.get(WebhooksEmitterConstants.ATTEMPTS),
                    (Integer) headers.get(WebhooksEmitterConstants.STATUS_CODE));
        }
    }
}
