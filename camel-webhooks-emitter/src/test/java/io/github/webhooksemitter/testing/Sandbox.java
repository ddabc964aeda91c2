package io.github.webhooksemitter.testing;

import io.github.webhooksemitter.WebhooksEmitterComponent;
import io.github.webhooksemitter.delivery.EmitterStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;

/** A Camel context of a test's own, and short ways to emit through the public door. Gives up after 1 s when it is closed. */
public final class Sandbox implements AutoCloseable {
    /** What is emitted where a test does not care. */
    public static final String EVENT = "test.happened";

    private final DefaultCamelContext context = Contexts.create();
    private final ProducerTemplate template;

    private Sandbox(RoutesBuilder... routes) throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        for (RoutesBuilder builder : routes) {
            context.addRoutes(builder);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    public static Sandbox start(RoutesBuilder... routes) {
        try {
            return new Sandbox(routes);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** An endpoint that declares an emitter; options as {@code name=value}. */
    public static String declaring(String id, String url, String... options) {
        return "webhooks-emitter:" + id + "?event=" + EVENT + "&url=RAW(" + url + ")" + rest(options);
    }

    /** An endpoint that refers to an emitter, or with {@code *} to all; options as {@code name=value}. */
    public static String referring(String id, String... options) {
        return "webhooks-emitter:" + id + "?event=" + EVENT + rest(options);
    }

    private static String rest(String... options) {
        return options.length == 0 ? "" : "&" + String.join("&", options);
    }

    /** Ids in an order that text order keeps. */
    public static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + "-" + (100_000 + i))
                .toList();
    }

    /** JSON that tells which delivery it belongs to. */
    public static String bodyOf(String deliveryId) {
        return "{\"delivery\":\"" + deliveryId + "\"}";
    }

    /** Sends an event of that delivery id; what came of it is in the exchange. */
    public Exchange emit(String uri, String deliveryId) {
        return emit(uri, deliveryId, bodyOf(deliveryId));
    }

    public Exchange emit(String uri, String deliveryId, Object body) {
        return template.send(uri, exchange -> {
            exchange.getMessage().setHeader("CamelWebhooksEmitterDeliveryId", deliveryId);
            exchange.getMessage().setBody(body);
        });
    }

    /** Sends an event that has to be accepted. */
    public void emitted(String uri, String deliveryId) {
        Exchange exchange = emit(uri, deliveryId);
        if (exchange.getException() != null) {
            throw new AssertionError("not accepted", exchange.getException());
        }
    }

    public CamelContext context() {
        return context;
    }

    public WebhooksEmitterComponent component() {
        return context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    public MockEndpoint mock(String name) {
        return context.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    /** Waits until a mock endpoint has so many exchanges. */
    public List<Exchange> received(String mock, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> mock(mock).getReceivedCounter() >= count);
        return mock(mock).getReceivedExchanges();
    }

    public void awaitStatus(String id, Predicate<EmitterStatus> holds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> component().status(id), holds);
    }

    /** Waits until a thread sits in our code and waits for something there. */
    public static void awaitBlocked(Thread thread) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING && isInOurCode(thread.getStackTrace()));
    }

    /** Whether a call of the library is on that stack. */
    public static boolean isInOurCode(StackTraceElement... stack) {
        return Arrays.stream(stack)
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith("io.github.webhooksemitter.delivery.")
                        || name.startsWith("io.github.webhooksemitter.transport."));
    }

    @Override
    public void close() {
        context.stop();
    }
}
