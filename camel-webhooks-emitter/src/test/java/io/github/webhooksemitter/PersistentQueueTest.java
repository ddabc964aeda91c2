package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.NotAcceptedException;
import io.github.webhooksemitter.delivery.Queued;
import io.github.webhooksemitter.delivery.WaitingDelivery;
import io.github.webhooksemitter.testing.Broker;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a delivery goes through that waits in a queue of a broker. */
class PersistentQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @RegisterExtension
    final Stage stage = new Stage();

    private Broker broker;

    @BeforeEach
    void start() {
        broker = stage.closing(Broker.in(directory)).bind(stage.context());
        stage.start();
    }

    private Receiver attached(Object... options) {
        return stage.attachPersistent(stage.receiver(), options);
    }

    private static List<String> arrived(Receiver receiver, int count) {
        receiver.await(count, PATIENCE);
        return Stage.idsOf(receiver);
    }

    private void awaitEmpty() {
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 0);
    }

    @Test
    void delivers_in_order_with_retries_and_then_leaves_nothing_in_the_queue() {
        Receiver receiver = attached("backoffDelay", "20ms").answering(503, 200, 200, 503, 503, 200);

        List<String> ids = stage.emit(10);

        List<String> arrived = arrived(receiver, 13);
        assertThat(arrived.stream().distinct()).containsExactlyElementsOf(ids);
        assertThat(arrived).startsWith("d1", "d1", "d2", "d3", "d3", "d3", "d4");
        awaitEmpty();
        assertThat(stage.status().delivered()).isEqualTo(10);
    }

    @Test
    void stays_in_the_broker_through_a_stop_and_goes_on_after_the_next_start_with_id_bytes_event_and_trace() {
        Receiver dead = attached("backoffDelay", "10m").answering(503);
        stage.emit(2);
        stage.template().send(stage.uri(), exchange -> {
            exchange.getIn().setBody("{\"ä\": 1.10}");
            exchange.getIn()
                    .setHeaders(Map.of(
                            WebhooksEmitterConstants.EVENT,
                            "invoice.paid",
                            WebhooksEmitterConstants.DELIVERY_ID,
                            "d3",
                            "traceparent",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        });
        stage.awaitBackoff();

        assertThat(stage.stop()).isLessThan(Duration.ofSeconds(2));

        assertThat(dead.requests()).hasSize(1);
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 3);
        assertThat(stage.letters()).isEmpty();
        assertThat(stage.logged()).isEmpty();

        broker.bind(stage.context());
        stage.start();
        Receiver healthy = attached("propagateTrace", true);
        assertThat(arrived(healthy, 3)).containsExactly("d1", "d2", "d3");
        Receiver.Received third = healthy.requests().get(2);
        assertThat(third.text()).isEqualTo("{\"ä\": 1.10}");
        assertThat(third.header("X-Webhooks-Event")).isEqualTo("invoice.paid");
        assertThat(third.header("traceparent")).isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        awaitEmpty();
    }

    @Test
    void counts_age_and_envelope_from_the_accept_also_after_a_restart() {
        Receiver dead = attached("backoffDelay", "10m", "envelope", "standard").answering(503);
        stage.emit(1);
        stage.awaitBackoff();
        String first = dead.requests().get(0).text();
        stage.stop();

        broker.bind(stage.context());
        stage.start();
        Receiver healthy = attached();

        assertThat(arrived(healthy, 1)).containsExactly("d1");
        assertThat(healthy.requests().get(0).text())
                .isEqualTo(first)
                .contains("\"type\":\"" + Stage.EVENT + "\"", "\"timestamp\":");
    }

    @Test
    void lets_an_attempt_under_way_end_at_a_stop_and_acknowledges_it() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Receiver slow = attached().answering(request -> {
            arrived.countDown();
            Stage.await(answer);
            return Receiver.Reply.of(200);
        });
        stage.emit(2);
        arrived.await();
        Thread stop = new Thread(stage::stop);
        stop.start();
        await().until(() -> !stage.context().isStarted());
        answer.countDown();
        stop.join();

        assertThat(slow.requests()).hasSize(1);
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 1);
    }

    @Test
    void holds_its_queue_while_it_is_paused_and_takes_events_all_the_same() {
        Receiver receiver = attached();
        stage.component().pause(stage.id());

        stage.emit(3);

        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 3);
        assertThat(receiver.requests()).isEmpty();
        stage.component().resume(stage.id());
        assertThat(arrived(receiver, 3)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void keeps_its_queue_after_410_and_dead_letters_the_one_that_got_it() {
        Receiver receiver = attached().answering(410, 200);

        stage.emit(3);

        await().until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Stage.Letter("d1", "gone", 1, 410));
        await().until(() -> broker.kept(stage.id()) == 2);
        assertThat(stage.status().reason()).isEqualTo("gone");
        stage.component().resume(stage.id());
        assertThat(arrived(receiver, 3)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void heeds_retry_after_and_then_goes_on() {
        Receiver receiver = attached("maxRetryAfter", "1h")
                .answering(request -> new Receiver.Reply(429, Map.of("Retry-After", "3600")));
        stage.emit(2);
        stage.awaitBackoff();

        receiver.answering(200);
        stage.component().update(stage.id(), Map.of("maxRetryAfter", "1s"));

        assertThat(arrived(receiver, 3)).containsExactly("d1", "d1", "d2");
        awaitEmpty();
    }

    @Test
    void leaves_the_queue_when_it_is_given_up_with_its_original_bytes() {
        attached("maxAttempts", 2, "backoffDelay", "1ms", "envelope", "standard")
                .answering(500);

        stage.emit(2);

        await().atMost(PATIENCE).until(() -> stage.letters().size() == 2);
        assertThat(stage.letters())
                .containsExactly(
                        new Stage.Letter("d1", "exhausted", 2, 500), new Stage.Letter("d2", "exhausted", 2, 500));
        assertThat(stage.letterExchanges().get(0).getIn().getBody(String.class)).isEqualTo("{\"id\":\"d1\"}");
        awaitEmpty();
    }

    @Test
    void stays_in_the_queue_and_pauses_the_emitter_while_its_dead_letter_endpoint_fails() {
        AtomicBoolean mended = new AtomicBoolean();
        stage.route("letters", "direct:letters", "mock:got");
        stage.context().getEndpoint("mock:got", MockEndpoint.class).whenAnyExchangeReceived(exchange -> {
            if (!mended.get()) {
                throw new IllegalStateException("out of order");
            }
        });
        Receiver receiver = stage.receiver().answering(500, 200);
        stage.attach(receiver, "queue", Broker.QUEUE, "deadLetter", "direct:letters", "maxAttempts", 1);

        stage.emit(2);

        await().atMost(PATIENCE)
                .until(() -> "dead-letter-failed".equals(stage.status().reason()));
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 2);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(stage.logged()).isEmpty();

        mended.set(true);
        stage.component().resume(stage.id());
        assertThat(arrived(receiver, 2)).containsExactly("d1", "d2");
        awaitEmpty();
        assertThat(stage.status().dead()).isEqualTo(1);
    }

    @Test
    void waits_in_the_queue_for_a_dead_letter_endpoint_that_failed_before_a_restart() {
        Receiver receiver = stage.receiver().answering(500);
        stage.attach(receiver, "queue", Broker.QUEUE, "deadLetter", "direct:nobody?block=false", "maxAttempts", 1);
        stage.emit(1);
        await().atMost(PATIENCE)
                .until(() -> "dead-letter-failed".equals(stage.status().reason()));
        stage.stop();
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 1);

        broker.bind(stage.context());
        stage.start();
        attached("maxAttempts", 1).answering(500);
        await().atMost(PATIENCE).until(() -> stage.letters().size() == 1);
        awaitEmpty();
    }

    @Test
    void keeps_its_queue_when_it_is_detached_and_goes_on_with_it_when_it_is_attached_again() {
        Receiver dead = attached("backoffDelay", "10m").answering(503);
        stage.emit(3);
        stage.awaitBackoff();

        stage.component().detach(stage.id());

        await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        assertThat(stage.letters()).isEmpty();
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 3);
        assertThat(dead.requests()).hasSize(1);
        assertThat(arrived(attached(), 3)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void gives_up_what_is_queued_when_a_detach_says_so() {
        attached("backoffDelay", "10m").answering(503);
        stage.emit(3);
        stage.awaitBackoff();

        stage.template().sendBody(stage.uri("operation=detach&queued=deadLetter"), null);

        await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        assertThat(stage.letters())
                .containsExactly(
                        new Stage.Letter("d1", "detached", 1, 503),
                        new Stage.Letter("d2", "detached", 0, null),
                        new Stage.Letter("d3", "detached", 0, null));
        assertThat(broker.kept(stage.id())).isZero();
    }

    @Test
    void cuts_a_hanging_attempt_at_a_detach_and_keeps_its_delivery() {
        Receiver hanging = attached("requestTimeout", "1h").hanging();
        stage.emit(1);
        hanging.await(1);
        long begin = System.nanoTime();

        stage.component().detach(stage.id(), Queued.KEEP);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 1);
    }

    @Test
    void keeps_nothing_in_memory_at_a_detach_that_says_keep() {
        stage.attach(stage.receiver());

        assertThatThrownBy(() -> stage.component().detach(stage.id(), Queued.KEEP))
                .hasMessageContaining("in memory")
                .hasMessageContaining("queued");
        assertThat(stage.component().isStarted(stage.id())).isTrue();
    }

    @Test
    void works_on_as_many_at_a_time_as_concurrency_says_also_after_an_update() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        Receiver receiver = attached("concurrency", 3).answering(request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            three.countDown();
            Stage.await(three);
            underWay.decrementAndGet();
            return Receiver.Reply.of(200);
        });
        stage.emit(6);

        assertThat(arrived(receiver, 6)).containsExactlyInAnyOrderElementsOf(Stage.ids(1, 6));
        assertThat(most.get()).isEqualTo(3);
        awaitEmpty();

        stage.component().update(stage.id(), Map.of("concurrency", 1));
        receiver.answering(200);
        stage.emit(stage.uri(), 7, 12);
        assertThat(arrived(receiver, 12).subList(6, 12)).containsExactlyElementsOf(Stage.ids(7, 12));
        awaitEmpty();
    }

    @Test
    void cancels_and_lists_what_it_has_taken_from_the_broker() {
        Receiver receiver = attached("backoffDelay", "10m").answering(503, 200);
        stage.emit(2);
        stage.awaitBackoff();
        assertThat(stage.component().deliveries(stage.id()))
                .extracting(WaitingDelivery::deliveryId)
                .containsExactly("d1");

        assertThat(stage.component().cancel(stage.id(), "d1")).isEqualTo(1);

        assertThat(arrived(receiver, 2)).containsExactly("d1", "d2");
        assertThat(stage.letters()).extracting(Stage.Letter::reason).containsExactly("cancelled");
        awaitEmpty();
    }

    @Test
    void fans_out_to_queues_of_both_kinds_with_one_id() {
        Receiver persistent = attached("events", "*");
        Receiver memory = stage.receiver();
        stage.component().attach("m-" + stage.id(), "*", Stage.config(memory.url()));

        stage.emit("webhooks-emitter:*", 1, 3);

        assertThat(arrived(persistent, 3)).containsExactly("d1", "d2", "d3");
        assertThat(arrived(memory, 3)).containsExactly("d1", "d2", "d3");
    }

    @Test
    void waits_until_the_context_has_started_so_that_dead_letter_routes_are_there() throws Exception {
        attached("backoffDelay", "10m").answering(503);
        stage.emit(1);
        stage.awaitBackoff();
        stage.stop();

        broker.bind(stage.context());
        Receiver dead = stage.receiver().answering(500);
        stage.route("letters", "direct:letters", stage.deadLetter());
        stage.route(
                "declaring",
                "direct:in",
                stage.declaring(dead, "queue=" + Broker.QUEUE, "deadLetter=direct:letters", "maxAttempts=1"));
        stage.start();

        await().atMost(PATIENCE).until(() -> stage.letters().size() == 1);
        assertThat(stage.status().reason()).isNull();
    }

    @Test
    void counts_attempts_on_after_a_restart_but_makes_one_at_least() {
        attached("maxAttempts", 2, "backoffDelay", "10m").answering(500);
        stage.emit(1);
        stage.awaitBackoff();
        stage.stop();

        broker.bind(stage.context());
        stage.start();
        Receiver receiver = attached("maxAttempts", 2, "backoffDelay", "10m").answering(500);

        await().atMost(PATIENCE).until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Stage.Letter("d1", "exhausted", 2, 500));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void stores_bytes_and_plain_text_properties_alone() throws Exception {
        attached("backoffDelay", "10m", "secret", "canary-secret").answering(503);
        stage.emit(1);
        stage.awaitBackoff();
        stage.component().detach(stage.id());
        await().until(() -> stage.component().emitters().isEmpty());

        Message message = broker.waiting(stage.id()).get(0);

        assertThat(Broker.text(message)).isEqualTo("{\"id\":\"d1\"}");
        assertThat(message.getJMSDeliveryMode()).isEqualTo(2);
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSReplyTo()).isNull();
        var names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (!name.startsWith("JMS")) {
                assertThat(name).startsWith("WebhooksEmitter");
                assertThat(message.getObjectProperty(name))
                        .isInstanceOf(name.equals("WebhooksEmitterAcceptedAt") ? Long.class : String.class)
                        .asString()
                        .doesNotContain("canary");
            }
        }
    }

    @Test
    void takes_out_a_message_that_is_no_delivery_unread_and_goes_on() {
        try (Logs logs = Logs.open()) {
            Receiver receiver = attached();
            broker.send(stage.id(), session -> session.createObjectMessage(new Bomb()));
            broker.send(stage.id(), session -> session.createTextMessage("{}"));
            for (Map<String, String> wrong : List.of(
                    Map.of("WebhooksEmitterAcceptedAt", "yesterday"),
                    Map.of("WebhooksEmitterExpireAfter", "soon"),
                    Map.of("WebhooksEmitterDeliveryId", "a b"),
                    Map.of("WebhooksEmitterEvent", "a\r\nb"))) {
                broker.send(stage.id(), session -> odd(session.createBytesMessage(), wrong));
            }
            broker.send(
                    stage.id(), session -> odd(session.createBytesMessage(), Map.of("WebhooksEmitterOrigins", "a,a")));
            stage.emit(1);

            assertThat(arrived(receiver, 2)).containsExactly("odd", "d1");
            assertThat(logs.lines(Level.ERROR, stage.id())).hasSize(6).allMatch(line -> line.contains("no delivery"));
            assertThat(Bomb.READ).isFalse();
            awaitEmpty();
        }
    }

    private static Message odd(Message message, Map<String, String> wrong) throws JMSException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "WebhooksEmitterForm", "1",
                "WebhooksEmitterDeliveryId", "odd",
                "WebhooksEmitterEvent", "e",
                "WebhooksEmitterEnvelope", "none",
                "WebhooksEmitterAcceptedAt", "1767225600000000000"));
        properties.putAll(wrong);
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        return message;
    }

    /** Says whether anybody has deserialised it. */
    static final class Bomb implements Serializable {
        private static final long serialVersionUID = 1L;
        static final AtomicBoolean READ = new AtomicBoolean();

        private void readObject(java.io.ObjectInputStream in) {
            READ.set(true);
        }
    }

    @Test
    void tells_the_caller_and_health_that_the_broker_is_down_and_recovers_again_and_again() throws Exception {
        Receiver receiver = attached();
        stage.emit(1);
        awaitEmpty();
        for (int round = 1; round <= 3; round++) {
            broker.stop();

            assertThatThrownBy(() -> stage.emit(stage.uri("enqueueTimeout=20s"), "lost"))
                    .isInstanceOf(NotAcceptedException.class)
                    .hasMessageContaining("The queue of the emitter " + stage.id())
                    .hasMessageContaining("same delivery id");
            await().atMost(PATIENCE)
                    .until(() -> !stage.component().service().troubledQueues().isEmpty());

            broker.start();
            int next = round + 1;
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                stage.emit(stage.uri(), "d" + next);
                return true;
            });
            assertThat(arrived(receiver, next)).endsWith("d" + next);
            awaitEmpty();
            await().atMost(PATIENCE)
                    .until(() -> stage.component().service().troubledQueues().isEmpty());
        }
    }

    @Test
    void every_emitter_lets_go_what_it_has_in_hand_when_the_broker_is_lost_and_goes_on_afterwards() {
        Receiver receiver = stage.receiver().answering(503);
        List<String> ids =
                IntStream.range(0, 20).mapToObj(n -> stage.id() + "-" + n).toList();
        for (String id : ids) {
            stage.component()
                    .attach(
                            id,
                            Stage.config(
                                    receiver.url(),
                                    "queue",
                                    Broker.QUEUE,
                                    "deadLetter",
                                    "log:lost",
                                    "backoffDelay",
                                    "10m"));
            stage.emit("webhooks-emitter:" + id, id);
        }
        await().atMost(PATIENCE).until(() -> ids.stream()
                .allMatch(id -> stage.component().status(id).nextAttemptAt() != null));

        broker.stop();

        await().atMost(Duration.ofSeconds(10)).until(() -> ids.stream()
                .allMatch(id -> stage.component().status(id).inFlight() == 0));
        await().until(() -> stage.component().service().troubledQueues().size() == 20);
        assertThat(receiver.requests()).hasSize(20);

        receiver.answering(200);
        broker.start();
        await().atMost(PATIENCE).until(() -> ids.stream()
                .allMatch(id -> stage.component().status(id).delivered() == 1));
        await().until(() -> stage.component().service().troubledQueues().isEmpty());
        await().atMost(PATIENCE).until(() -> ids.stream().allMatch(id -> broker.kept(id) == 0));
    }

    @Test
    void makes_no_further_attempt_through_jms_either_once_the_broker_is_lost() {
        stage.context().addComponent("jms", JmsComponent.jmsComponent(broker.connections()));
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(
                receiver,
                "queue",
                "jms:queue:webhooks.{emitterId}",
                "deadLetter",
                stage.deadLetter(),
                "backoffDelay",
                "10m");
        stage.emit(1);
        stage.awaitBackoff();

        broker.stop();

        await().atMost(PATIENCE).until(() -> stage.status().inFlight() == 0);
        assertThat(stage.component().service().troubledQueues()).containsKey(stage.id());
        receiver.answering(200);
        broker.start();
        assertThat(arrived(receiver, 2)).containsExactly("d1", "d1");
        awaitEmpty();
        await().until(() -> stage.component().service().troubledQueues().isEmpty());
    }

    @Test
    void goes_on_after_its_component_alone_was_stopped_and_started() {
        Receiver dead = attached("backoffDelay", "10m").answering(503);
        stage.emit(2);
        stage.awaitBackoff();

        stage.component().stop();
        stage.component().start();

        assertThat(dead.requests()).hasSize(1);
        assertThat(arrived(attached(), 2)).containsExactly("d1", "d2");
        awaitEmpty();
    }

    @Test
    void a_detach_that_cannot_give_up_what_is_queued_ends_all_the_same_and_keeps_it() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:letters").process(letter -> {
                    if ("d1".equals(letter.getIn().getHeader(WebhooksEmitterConstants.DELIVERY_ID))) {
                        Stage.await(late);
                    }
                    throw new IllegalStateException("out of order");
                });
            }
        });
        Receiver dead = stage.receiver().answering(503);
        stage.attach(
                dead, "queue", Broker.QUEUE, "deadLetter", "direct:letters", "concurrency", 3, "backoffDelay", "10m");
        stage.emit(3);
        dead.await(3, PATIENCE);
        try (Logs logs = Logs.open()) {
            stage.component().detach(stage.id(), Queued.DEAD_LETTER);
            await().atMost(PATIENCE)
                    .until(() -> !logs.lines(Level.WARN, "stays there").isEmpty());
            late.countDown();
            await().atMost(PATIENCE).until(() -> stage.component().emitters().isEmpty());
        }
        await().atMost(PATIENCE).until(() -> broker.kept(stage.id()) == 3);
    }

    @Test
    void an_update_of_concurrency_repeats_no_attempt_that_is_under_way() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        Receiver receiver = attached("concurrency", 2).answering(request -> {
            begun.countDown();
            Stage.await(answer);
            return Receiver.Reply.of(200);
        });
        stage.emit(4);
        begun.await();

        stage.component().update(stage.id(), Map.of("concurrency", 1));
        answer.countDown();

        awaitEmpty();
        assertThat(Stage.idsOf(receiver)).containsExactlyInAnyOrder("d1", "d2", "d3", "d4");
    }

    @Test
    void starts_without_its_broker_and_delivers_once_that_is_there() {
        broker.stop();
        Receiver receiver = attached();
        assertThat(stage.send(stage.uri(), "early").getException()).isInstanceOf(NotAcceptedException.class);

        broker.start();

        await().atMost(PATIENCE).until(() -> stage.send(stage.uri(), "d1").getException() == null);
        assertThat(arrived(receiver, 1)).containsExactly("d1");
    }

    @Test
    void makes_no_further_attempt_for_what_the_broker_has_taken_back() {
        Receiver receiver = attached("backoffDelay", "10m").answering(503);
        stage.emit(1);
        stage.awaitBackoff();

        broker.stop();

        await().atMost(PATIENCE).until(() -> stage.status().inFlight() == 0);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(stage.logged()).isEmpty();
        assertThat(stage.letters()).isEmpty();
        receiver.answering(200);
        broker.start();
        assertThat(arrived(receiver, 2)).containsExactly("d1", "d1");
        awaitEmpty();
    }

    @Test
    void a_full_broker_fails_the_exchange_in_time_and_takes_events_again_once_it_has_room() throws Exception {
        stage.closing(broker).stop();
        Broker small = stage.closing(Broker.in(
                directory.resolve("small"),
                configuration -> configuration.addAddressSetting(
                        "webhooks.#",
                        new AddressSettings()
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                .setMaxSizeBytes(20_000))));
        small.bind(stage.context());
        HealthCheckHelper.getHealthCheckRepository(stage.context(), "producers").setEnabled(true);
        Receiver receiver = attached();
        stage.component().pause(stage.id());
        List<String> accepted = new ArrayList<>();
        Exchange refused = null;
        for (int i = 1; i <= 200 && refused == null; i++) {
            long begin = System.nanoTime();
            Exchange exchange = emitLarge("d" + i);
            if (exchange.getException() == null) {
                accepted.add("d" + i);
            } else {
                refused = exchange;
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            }
        }

        assertThat(accepted).isNotEmpty();
        assertThat(refused).isNotNull();
        assertThat(refused.getException())
                .isInstanceOf(NotAcceptedException.class)
                .hasMessageContaining("does not answer");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getDetails()).containsKey("queue." + stage.id());

        stage.component().resume(stage.id());
        assertThat(arrived(receiver, accepted.size())).containsExactlyElementsOf(accepted);
        await().atMost(PATIENCE).until(() -> emitLarge("last").getException() == null);
        assertThat(arrived(receiver, accepted.size() + 1)).endsWith("last");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    private Exchange emitLarge(String deliveryId) {
        return stage.template().send(stage.uri("enqueueTimeout=1s"), exchange -> {
            exchange.getIn().setBody("\"" + "x".repeat(5000) + "\"");
            exchange.getIn()
                    .setHeaders(new HashMap<>(Map.of(
                            WebhooksEmitterConstants.EVENT,
                            Stage.EVENT,
                            WebhooksEmitterConstants.DELIVERY_ID,
                            deliveryId)));
        });
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.invokeReadiness(stage.context()).stream()
                .filter(result -> result.getCheck().getId().equals("producer:webhooks-emitter"))
                .findFirst()
                .orElseThrow();
    }
}
