package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.RawReceiver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Keys stay inside: each is looked for, as text, in base64 and in hex, in every byte sent, every line logged at TRACE (the
 * HTTP client's wire log included), every MBean, health check, outcome, dead letter and exception. Alone, since it turns on all logging.
 */
@Isolated
class CanaryTest {
    private static final byte[] SECRET = "canary-secret-of-32-bytes-long-1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREVIOUS = "canary-previous-of-32-bytes-lon1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEED = "canary-seed-has-exactly-32-bytes".getBytes(StandardCharsets.US_ASCII);

    private final Lines lines = new Lines();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final Map<Logger, Level> set = new LinkedHashMap<>();
    private final List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    }

    @BeforeEach
    void logEverything() {
        LoggerContext context = root.getLoggerContext();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        lines.setContext(context);
        lines.start();
        root.addAppender(lines);
        root.setLevel(Level.TRACE);
        for (Logger logger : context.getLoggerList()) {
            if (logger != root && logger.getLevel() != null) {
                set.put(logger, logger.getLevel());
                logger.setLevel(Level.TRACE);
            }
        }
    }

    @AfterEach
    void logAsBefore() {
        set.forEach(Logger::setLevel);
        root.setLevel(before);
        root.detachAppender(lines);
        others.forEach(root::addAppender);
    }

    private static String whsec(byte[] bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, Object> options(String url, String signature) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("url", url);
        options.put("signature", signature);
        options.put("secret", whsec(SECRET));
        options.put("previousSecrets", whsec(PREVIOUS) + "," + new String(PREVIOUS, StandardCharsets.US_ASCII));
        if (signature.contains("ed25519") || signature.contains("rfc9421")) {
            options.put("privateKey", "whsk_" + Base64.getEncoder().encodeToString(SEED));
        }
        options.put("secretHeader.X-Unused", "u");
        options.put("maxAttempts", 2);
        options.put("backoffDelay", "10ms");
        options.put("deadLetter", "mock:letters");
        options.put("pauseAfterFailures", 1);
        return options;
    }

    /** A canary as it may show: as it is, in base64 at any offset, in hex. */
    private static List<String> shapes(byte[] canary) {
        List<String> shapes = new ArrayList<>(List.of(
                new String(canary, StandardCharsets.US_ASCII), HexFormat.of().formatHex(canary)));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[canary.length + offset];
            System.arraycopy(canary, 0, shifted, offset, canary.length);
            // Without the characters that its neighbours have a part in.
            String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            shapes.add(text.substring(4, text.length() - 4));
        }
        return shapes;
    }

    private static void assertClean(String where, Iterable<String> texts) {
        List<String> shapes = new ArrayList<>();
        for (byte[] canary : List.of(SECRET, PREVIOUS, SEED)) {
            shapes.addAll(shapes(canary));
        }
        for (String text : texts) {
            for (String shape : shapes) {
                assertThat(contains(text, shape))
                        .as("%s shows %s in: %s", where, shape, text.length() > 400 ? text.substring(0, 400) : text)
                        .isFalse();
            }
        }
    }

    private static boolean contains(String text, String shape) {
        return text.contains(shape)
                || text.toLowerCase(java.util.Locale.ROOT).contains(shape) && shape.matches("[0-9a-f]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks-emitter",
                "github",
                "stripe",
                "standard-webhooks",
                "standard-webhooks-ed25519",
                "rfc9421",
                "webhooks-emitter,github,stripe,standard-webhooks,standard-webhooks-ed25519,rfc9421"
            })
    void no_key_of_an_attached_emitter_shows_anywhere(String signature) throws Exception {
        DefaultCamelContext context = Contexts.create();
        Contexts.route(context, "webhooks-emitter:*", "mock:outcomes");
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status("500 No"));
                Camel camel = Camel.start(context)) {
            WebhooksEmitterComponent component =
                    context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
            EmitterConfig config = EmitterConfig.of(options(receiver.url("/hooks"), signature));
            component.attach("attached", config);
            camel.emit("webhooks-emitter:attached?event=e", "{\"a\":1}");
            look(context, receiver);
            lookAtHealthAndOutcomes(context);
            List<String> texts = new ArrayList<>(List.of(
                    config.toString(),
                    component.status("attached").toString(),
                    component.emitters().toString()));
            for (Throwable failure : failures(component, receiver, signature)) {
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                texts.add(trace.toString());
            }
            assertClean("a text", texts);
            assertThat(LoggerFactory.getLogger("org.apache.hc.client5.http.wire")
                            .isTraceEnabled())
                    .isTrue();
        }
        assertThat(lines.all).anyMatch(line -> line.contains("webhooks-emitter:attached"));
        assertClean("the log", lines.all);
    }

    /** Camel prints the URIs of endpoints: masked, but for its own loggers at TRACE. */
    @Test
    void no_key_of_an_emitter_declared_in_a_uri_shows_anywhere_but_in_traces_of_camel() throws Exception {
        Logger ofCamel = (Logger) LoggerFactory.getLogger("org.apache.camel");
        set.putIfAbsent(ofCamel, ofCamel.getLevel());
        ofCamel.setLevel(Level.DEBUG);
        DefaultCamelContext context = Contexts.create();
        try (RawReceiver receiver = RawReceiver.answering(RawReceiver.status("500 No"))) {
            String uri = "webhooks-emitter:declared?event=e&maxAttempts=1&deadLetter=mock:letters&url="
                    + receiver.url("/") + "&signature=standard-webhooks,rfc9421&secret=RAW(" + whsec(SECRET)
                    + ")&previousSecrets=RAW(" + whsec(PREVIOUS) + ")&privateKey=RAW(whsk_"
                    + Base64.getEncoder().encodeToString(SEED) + ")";
            Contexts.route(context, "direct:in", uri);
            try (Camel camel = Camel.start(context)) {
                camel.emit("direct:in", "{\"a\":1}");
                look(context, receiver);
                Throwable conflict =
                        catchThrowable(() -> camel.context().addRoutes(new org.apache.camel.builder.RouteBuilder() {
                            @Override
                            public void configure() {
                                from("direct:other").to(uri.replace("maxAttempts=1", "maxAttempts=2"));
                            }
                        }));
                StringWriter trace = new StringWriter();
                conflict.printStackTrace(new PrintWriter(trace));
                assertClean("an exception", List.of(trace.toString()));
            }
        }
        assertThat(lines.all).anyMatch(line -> line.contains("webhooks-emitter:declared"));
        assertClean("the log", lines.all);
    }

    private static void look(DefaultCamelContext context, RawReceiver receiver) throws Exception {
        MockEndpoint letters = context.getEndpoint("mock:letters", MockEndpoint.class);
        Awaitility.await().until(() -> letters.getReceivedCounter() == 1);
        assertClean(
                "a request",
                receiver.requests().stream()
                        .map(request -> request.head() + new String(request.body(), StandardCharsets.ISO_8859_1))
                        .toList());
        assertClean(
                "a dead letter",
                letters.getReceivedExchanges().stream().map(CanaryTest::whole).toList());
        assertClean("JMX", mbeans());
    }

    private static void lookAtHealthAndOutcomes(DefaultCamelContext context) {
        MockEndpoint outcomes = context.getEndpoint("mock:outcomes", MockEndpoint.class);
        Awaitility.await().until(() -> outcomes.getReceivedCounter() == 2);
        assertClean(
                "an outcome",
                outcomes.getReceivedExchanges().stream().map(CanaryTest::whole).toList());
        HealthCheckHelper.getHealthCheckRepository(context, "producers").setEnabled(true);
        List<String> health = HealthCheckHelper.invokeReadiness(context).stream()
                .map(result -> result.getCheck().getId() + result.getMessage() + result.getDetails())
                .toList();
        assertThat(health).anyMatch(result -> result.contains("paused.attached"));
        assertClean("health", health);
    }

    private static List<Throwable> failures(
            WebhooksEmitterComponent component, RawReceiver receiver, String signature) {
        return List.of(
                catchThrowable(() ->
                        component.attach("attached", EmitterConfig.of(options(receiver.url("/hooks"), signature)))),
                catchThrowable(() -> component.update(
                        "attached",
                        Map.of(
                                "signature",
                                "rfc9421",
                                "privateKey",
                                "x" + Base64.getEncoder().encodeToString(SEED)))),
                catchThrowable(() -> component.update(
                        "attached", Map.of("signature", "standard-webhooks", "secret", whsec(SECRET) + "!"))),
                catchThrowable(() -> component.update("attached", Map.of("previousSecrets", whsec(PREVIOUS) + ",,"))),
                catchThrowable(() ->
                        component.update("attached", Map.of("signature", "github,github", "secret", whsec(SECRET)))));
    }

    private static String whole(Exchange letter) {
        return letter.getIn().getHeaders() + " " + letter.getAllProperties() + " "
                + letter.getIn().getBody(String.class);
    }

    private static List<String> mbeans() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> values = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            values.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    Object value = server.getAttribute(name, attribute.getName());
                    values.add(attribute.getName() + "="
                            + (value instanceof Object[] array ? Arrays.deepToString(array) : value));
                } catch (Exception e) {
                    values.add(attribute.getName() + " " + e.getMessage());
                }
            }
        }
        assertThat(values).anyMatch(value -> value.contains("attached") || value.contains("webhooks-emitter"));
        return values;
    }

    @Test
    void the_net_is_fine_enough() {
        assertThat(catchThrowable(
                        () -> assertClean("t", List.of("x" + HexFormat.of().formatHex(SECRET) + "y"))))
                .isInstanceOf(AssertionError.class);
        assertThat(catchThrowable(() -> assertClean("t", List.of(whsec(SECRET)))))
                .isInstanceOf(AssertionError.class);
        assertThat(catchThrowable(() -> assertClean(
                        "t",
                        List.of(Base64.getEncoder()
                                .encodeToString(("ab" + new String(SEED, StandardCharsets.US_ASCII))
                                        .getBytes(StandardCharsets.US_ASCII))))))
                .isInstanceOf(AssertionError.class);
    }
}
