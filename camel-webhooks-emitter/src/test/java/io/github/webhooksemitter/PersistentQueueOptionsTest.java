package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.testing.Broker;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Form;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.sjms.SjmsComponent;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The option queue in every form in which it can be written, with every component that it can name, and refused. */
class PersistentQueueOptionsTest {
    private static final String CANARY = "canary4711";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Broker broker;

    private final String id = "e-" + java.util.UUID.randomUUID();
    private Camel camel;
    private Receiver receiver;

    @BeforeAll
    static void startBroker() {
        broker = Broker.in(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        receiver = Receiver.start();
        camel = Camel.start();
        broker.bind(camel.context());
    }

    @AfterEach
    void stop() {
        receiver.close();
        camel.close();
    }

    private Map<String, Object> options(Object... more) {
        Map<String, Object> options = new HashMap<>(
                Map.of("url", receiver.url(), "queue", Broker.QUEUE, "deadLetter", "log:lost", "backoffDelay", "10m"));
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    private WebhooksEmitterComponent component() {
        return camel.context().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
    }

    /** The first attempt fails, so that the broker still has it. */
    private void assertKept() {
        receiver.await(1, PATIENCE);
        await().atMost(PATIENCE).until(() -> broker.kept(id) == 1);
        receiver.answering(200);
        component().update(id, Map.of("userAgent", "now"));
        await().atMost(PATIENCE).until(() -> broker.kept(id) == 0);
    }

    @ParameterizedTest
    @EnumSource
    void keeps_deliveries_in_every_form(Form form) throws Exception {
        receiver.answering(503);
        Map<String, Object> options = options();
        options.put("event", "e");
        form.apply(camel.context(), "direct:in", id, options);

        camel.emit("direct:in", "{}");

        assertKept();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?cacheSize=-1"})
    void keeps_deliveries_of_emitters_made_by_to_d(String cache) throws Exception {
        receiver.answering(503);
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .toD(
                                "webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})&queue=" + Broker.QUEUE
                                        + "&deadLetter=log:lost&backoffDelay=10m",
                                cache.isEmpty() ? 0 : -1);
            }
        });
        camel.emit("direct:in", "{}", Map.of("tenant", id, "url", receiver.url()));

        assertKept();
    }

    @Test
    void keeps_deliveries_of_every_emitter_where_the_component_says_so() {
        receiver.answering(503);
        try (Camel other = Camel.start(withDefaults())) {
            broker.bind(other.context());
            other.emit("webhooks-emitter:" + id + "?event=e&url=" + receiver.url(), "{}");
            receiver.await(1, PATIENCE);
            await().atMost(PATIENCE).until(() -> broker.kept(id) == 1);
        }
    }

    private static org.apache.camel.impl.DefaultCamelContext withDefaults() {
        var context = Contexts.create();
        WebhooksEmitterComponent component = context.getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
        component.getConfiguration().setQueue(Broker.QUEUE);
        component.getConfiguration().setDeadLetter("log:lost");
        component.getConfiguration().setQueueSize(5);
        component.getConfiguration().setBackoffDelay(Duration.ofMinutes(10));
        return context;
    }

    @Test
    void keeps_events_of_a_fan_out() {
        receiver.answering(503);
        camel.emit("webhooks-emitter:" + id + "?operation=attach", options("events", "*"));

        camel.emit("webhooks-emitter:*?event=e", "{}");

        assertKept();
    }

    @Test
    void keeps_events_emitted_in_java() {
        receiver.answering(503);
        camel.emit("webhooks-emitter:" + id + "?operation=attach", options("events", "*"));

        component().emit("e", Map.of("a", 1));

        assertKept();
    }

    @ParameterizedTest
    @CsvSource({"sjms2,queue:", "sjms2,''", "sjms,queue:", "jms,queue:", "jms,''", "amqp,queue:"})
    void delivers_and_keeps_with_every_component_that_can_hold_a_message(String scheme, String type) throws Exception {
        bind(scheme);
        receiver.answering(503);
        camel.emit(
                "webhooks-emitter:" + id + "?operation=attach",
                options("queue", scheme + ":" + type + "webhooks.{emitterId}"));
        for (int i = 1; i <= 3; i++) {
            // The first one opens a connection, which takes some of these components seconds on a busy machine.
            camel.emit(
                    "webhooks-emitter:" + id + "?event=e&enqueueTimeout=30s",
                    "{}",
                    Map.of("CamelWebhooksEmitterDeliveryId", "d" + i));
        }
        receiver.await(1, PATIENCE);
        await().atMost(PATIENCE).until(() -> broker.kept(id) == 3);

        component().detach(id);
        await().atMost(PATIENCE).until(() -> component().emitters().isEmpty());
        await().atMost(PATIENCE).until(() -> broker.kept(id) == 3);
        receiver.answering(200);
        camel.emit(
                "webhooks-emitter:" + id + "?operation=attach",
                options("queue", scheme + ":" + type + "webhooks.{emitterId}"));

        assertThat(receiver.await(4, PATIENCE))
                .extracting(Receiver.Received::deliveryId)
                .containsExactly("d1", "d1", "d2", "d3");
        await().atMost(PATIENCE).until(() -> broker.kept(id) == 0);
    }

    private void bind(String scheme) {
        Component component =
                switch (scheme) {
                    case "sjms" -> {
                        SjmsComponent sjms = new SjmsComponent();
                        sjms.setConnectionFactory(broker.connections());
                        yield sjms;
                    }
                    case "jms" -> JmsComponent.jmsComponent(broker.connections());
                    case "amqp" -> new AMQPComponent(new JmsConnectionFactory("amqp://127.0.0.1:" + broker.port()));
                    default -> null;
                };
        if (component != null) {
            camel.context().addComponent(scheme, component);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sjms2:queue:webhooks                                 | {emitterId}",
                "sjms2:queue:webhooks?username={emitterId}            | {emitterId}",
                "seda:webhooks.{emitterId}                            | waitForDelivery=true",
                "file:target/canary4711/{emitterId}                   | waitForDelivery=true",
                "kafka:webhooks.{emitterId}                           | component kafka",
                "nosuch:canary4711.{emitterId}                        | component nosuch",
                "sjms2:topic:webhooks.{emitterId}                     | topic",
                "sjms2:temp-queue:webhooks.{emitterId}                | temporary queue",
                "sjms2:queue:w.{emitterId}?asyncConsumer=true         | asyncConsumer",
                "sjms2:queue:w.{emitterId}?transacted=false           | transacted",
                "sjms2:queue:w.{emitterId}?acknowledgementMode=AUTO_ACKNOWLEDGE | acknowledgementMode",
                "sjms2:queue:w.{emitterId}?deliveryPersistent=false   | deliveryPersistent",
                "sjms2:queue:w.{emitterId}?timeToLive=1000            | timeToLive",
                "sjms2:queue:w.{emitterId}?messageSelector=canary4711 | messageSelector",
                "sjms2:queue:w.{emitterId}?concurrentConsumers=3      | concurrentConsumers",
                "sjms2:queue:w.{emitterId}?connectionFactory=#bean:canary4711 | endpoint",
                "{emitterId}                                          | component",
            })
    void refuses_what_would_lose_deliveries_and_says_what_to_do(String queue, String hint) {
        try (Logs logs = Logs.open()) {
            for (String operation : List.of("attach", "put")) {
                Exchange refused = camel.send(
                        "webhooks-emitter:" + id + "?operation=" + operation, options("queue", queue), Map.of());
                assertClear(refused.getException(), hint);
            }
            Throwable declared = catchThrowable(() -> camel.send(
                    "webhooks-emitter:" + id + "?event=e&url=" + receiver.url() + "&deadLetter=log:x&queue=RAW(" + queue
                            + ")",
                    "{}",
                    Map.of()));
            assertClear(root(declared), hint);
            assertThat(logs.lines(CANARY)).isEmpty();
        }
        assertThat(component().emitters()).isEmpty();
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    private static void assertClear(Throwable failure, String hint) {
        assertThat(failure)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option queue ")
                .hasMessageContaining(hint)
                .hasMessageNotContaining(CANARY);
    }

    @Test
    void needs_a_dead_letter() {
        Map<String, Object> options = options();
        options.remove("deadLetter");

        assertThat(camel.send("webhooks-emitter:" + id + "?operation=attach", options, Map.of())
                        .getException())
                .hasMessageContaining("queue")
                .hasMessageContaining("deadLetter=log:lost");

        camel.emit("webhooks-emitter:" + id + "?operation=attach", options());
        options = new HashMap<>();
        options.put("deadLetter", null);
        assertThat(camel.send("webhooks-emitter:" + id + "?operation=update", options, Map.of())
                        .getException())
                .hasMessageContaining("deadLetter");
    }

    @Test
    void takes_no_queue_size_beside_it() {
        assertThat(camel.send("webhooks-emitter:" + id + "?operation=attach", options("queueSize", 5), Map.of())
                        .getException())
                .hasMessageContaining("queueSize")
                .hasMessageContaining("leave it out");
    }

    @Test
    void cannot_change_while_the_emitter_is_attached() {
        camel.emit("webhooks-emitter:" + id + "?operation=attach", options());
        for (Object queue : List.of("seda", "sjms2:queue:other.{emitterId}")) {
            for (String operation : List.of("put", "update")) {
                assertThat(camel.send(
                                        "webhooks-emitter:" + id + "?operation=" + operation,
                                        options("queue", queue),
                                        Map.of())
                                .getException())
                        .hasMessageContaining("Option queue")
                        .hasMessageContaining("detach");
            }
        }
        camel.emit("webhooks-emitter:" + id + "?operation=put", options("maxAttempts", 3));
    }

    @Test
    void excludes_waiting_for_the_delivery_at_start_and_at_emit() {
        Throwable atStart = root(catchThrowable(() -> camel.send(
                "webhooks-emitter:" + id + "?event=e&waitForDelivery=true&deadLetter=log:x&queue=" + Broker.QUEUE
                        + "&url=" + receiver.url(),
                "{}",
                Map.of())));
        assertThat(atStart).hasMessageContaining("waitForDelivery").hasMessageContaining("queue");
        assertThat(component().emitters()).isEmpty();

        camel.emit("webhooks-emitter:" + id + "?operation=attach", options("events", "*"));
        for (String uri : List.of("webhooks-emitter:" + id, "webhooks-emitter:*")) {
            assertThat(camel.send(uri + "?event=e&waitForDelivery=true", "{}", Map.of())
                            .getException())
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("persistent queue");
        }
        assertThat(receiver.requests()).isEmpty();
        assertThat(broker.kept(id)).isZero();
    }

    @Test
    void says_whose_broker_is_not_there_and_not_where_it_is() {
        Broker.bind(camel.context(), "tcp://127.0.0.1:1?user=" + CANARY);
        camel.emit("webhooks-emitter:" + id + "?operation=attach", options());

        Exchange refused = camel.send("webhooks-emitter:" + id + "?event=e", "{}", Map.of());

        assertThat(refused.getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("The queue of the emitter " + id + " cannot be reached")
                .hasMessageNotContaining(CANARY)
                .hasMessageNotContaining("127.0.0.1");
    }

    @Test
    void queued_belongs_to_detach_alone() {
        assertThat(root(catchThrowable(
                        () -> camel.send("webhooks-emitter:" + id + "?event=e&queued=keep", "{}", Map.of()))))
                .hasMessageContaining("queued")
                .hasMessageContaining("operation=detach");
        assertThat(root(catchThrowable(() ->
                        camel.send("webhooks-emitter:" + id + "?operation=detach&queued=perhaps", "{}", Map.of()))))
                .hasMessageContaining("queued")
                .hasMessageContaining("keep or deadLetter");
    }
}
