package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.FanOutFailedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.testing.AcknowledgingSource;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange completes when its delivery does, and fails when that is given up; no thread waits. */
class WaitForDeliveryTest {
    private static final String WAIT = "waitForDelivery=true";

    @RegisterExtension
    final Stage stage = new Stage();

    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void it_completes_with_status_and_attempts_and_changes_nothing_else() {
        Receiver receiver = stage.receiver().answering(503, 500, 201);
        stage.start().attach(receiver, "backoffDelay", "1ms");
        Map<String, Object> headers = new HashMap<>(Map.of(
                WebhooksEmitterConstants.EVENT, Stage.EVENT, "X-Mine", "kept", Exchange.CONTENT_TYPE, "text/x-mine"));

        Exchange exchange = stage.template().send(stage.uri(WAIT), sent -> {
            sent.getIn().setBody("{\"a\": 1}");
            sent.getIn().setHeaders(new HashMap<>(headers));
        });

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("{\"a\": 1}");
        headers.put(WebhooksEmitterConstants.STATUS_CODE, 201);
        headers.put(WebhooksEmitterConstants.ATTEMPTS, 3);
        headers.put(
                WebhooksEmitterConstants.ACCEPTED_ID, receiver.requests().get(0).deliveryId());
        assertThat(exchange.getMessage().getHeaders()).containsExactlyInAnyOrderEntriesOf(headers);
    }

    @Test
    void it_does_not_complete_before_the_delivery_does() throws Exception {
        Receiver receiver = gated(200);
        stage.start().attach(receiver);
        CompletableFuture<Exchange> waiting = stage.sendAsync(stage.uri(WAIT), "d1");
        receiver.await(1);

        assertThat(waiting).isNotDone();
        answer.countDown();

        assertThat(waiting.get(5, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void it_fails_with_what_became_of_the_delivery_and_is_its_own_dead_letter() {
        Receiver receiver = stage.receiver().answering(503, 500);
        stage.start()
                .attach(
                        receiver,
                        "maxAttempts",
                        2,
                        "backoffDelay",
                        "1ms",
                        "deadLetter",
                        stage.deadLetter(),
                        "secret",
                        "s3cr");

        Exchange exchange = stage.send(stage.uri(WAIT), "d1");

        assertThat(exchange.getException()).isInstanceOfSatisfying(DeliveryFailedException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo("dead");
            assertThat(failure.reason()).isEqualTo(Reason.EXHAUSTED);
            assertThat(failure.attempts()).isEqualTo(2);
            assertThat(failure.statusCode()).isEqualTo(500);
            assertThat(failure.deliveryId()).isEqualTo("d1");
            assertThat(failure.emitterId()).isEqualTo(stage.id());
            assertThat(failure).hasMessageContaining("exhausted").hasMessageContaining("500");
            assertThat(failure.toString()).doesNotContain("token", "s3cr");
        });
        assertThat(exchange.getMessage().getHeader(WebhooksEmitterConstants.ACCEPTED_ID))
                .isEqualTo("d1");
        assertThat(stage.letters()).isEmpty();
        assertThat(stage.logged()).isEmpty();
    }

    @Test
    void a_wait_that_is_over_in_backoff_fails_and_takes_the_delivery_back() {
        Receiver receiver = stage.receiver().answering(503, 200);
        Ticker ticker = ticking();
        stage.start().attach(receiver, "backoffDelay", "10m", "deadLetter", stage.deadLetter());

        CompletableFuture<Exchange> waiting = stage.sendAsync(stage.uri(WAIT + "&waitTimeout=300ms"), "d1");
        stage.awaitBackoff();
        Exchange exchange = endOf(waiting, ticker, Duration.ofMillis(300));

        assertFailed(exchange, failure -> {
            assertThat(failure).hasMessageContaining("waitTimeout");
            assertThat(failure.reason()).isEqualTo(Reason.CANCELLED);
            assertThat(failure.attempts()).isEqualTo(1);
        });
        stage.emit(stage.uri(WAIT), "d2");
        assertThat(idsOf(receiver)).containsExactly("d1", "d2");
        assertThat(stage.letters()).isEmpty();
    }

    @Test
    void a_wait_that_is_over_in_the_queue_takes_the_delivery_out_of_it() {
        Receiver receiver = gated(200);
        stage.start().attach(receiver);
        stage.emit(1);
        receiver.await(1);

        Exchange exchange = stage.send(stage.uri(WAIT + "&waitTimeout=200ms"), "d2");

        assertFailed(exchange, failure -> assertThat(failure.attempts()).isZero());
        assertThat(stage.status().queued()).isZero();
        answer.countDown();
        stage.emit(stage.uri(WAIT), "d3");
        assertThat(idsOf(receiver)).containsExactly("d1", "d3");
    }

    @Test
    void when_the_wait_is_over_in_an_attempt_that_one_decides_about_the_delivery() {
        Receiver receiver = gated(200);
        Ticker ticker = ticking();
        stage.start().attach(receiver);

        CompletableFuture<Exchange> waiting = stage.sendAsync(stage.uri(WAIT + "&waitTimeout=200ms"), "d1");
        receiver.await(1);
        Exchange exchange = endOf(waiting, ticker, Duration.ofMillis(200));

        assertFailed(exchange, failure -> assertThat(failure).hasMessageContaining("attempt under way"));
        answer.countDown();
        Awaitility.await().until(() -> stage.status().delivered() == 1);
        assertThat(stage.status().dead()).isZero();
    }

    @Test
    void when_the_wait_is_over_in_an_attempt_that_fails_there_is_no_other() {
        Receiver receiver = gated(503);
        Ticker ticker = ticking();
        stage.start().attach(receiver, "backoffDelay", "1ms");

        CompletableFuture<Exchange> waiting = stage.sendAsync(stage.uri(WAIT + "&waitTimeout=200ms"), "d1");
        receiver.await(1);
        endOf(waiting, ticker, Duration.ofMillis(200));
        answer.countDown();

        Awaitility.await().until(() -> stage.status().dead() == 1);
        assertThat(idsOf(receiver)).containsExactly("d1");
    }

    @Test
    void a_paused_emitter_fails_it_at_once() {
        stage.start().attach(stage.receiver());
        stage.component().pause(stage.id());

        Exchange exchange = stage.send(stage.uri(WAIT), "d1");

        assertThat(exchange.getException()).hasMessageContaining("paused");
        assertThat(stage.status().queued()).isZero();
    }

    @Test
    void a_pause_fails_those_that_wait_in_queue_and_backoff_and_keeps_the_others() throws Exception {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.start().attach(receiver, "backoffDelay", "10m");
        CompletableFuture<Exchange> inBackoff = stage.sendAsync(stage.uri(WAIT), "d1");
        stage.awaitBackoff();
        CompletableFuture<Exchange> queued = stage.sendAsync(stage.uri(WAIT), "d2");
        stage.emit(stage.uri(), "d3");

        stage.component().pause(stage.id());

        for (CompletableFuture<Exchange> waiting : List.of(inBackoff, queued)) {
            assertFailed(waiting.get(5, TimeUnit.SECONDS), failure -> assertThat(failure.reason())
                    .isEqualTo(Reason.CANCELLED));
        }
        stage.component().resume(stage.id());
        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d3");
    }

    @Test
    void a_500_that_wait_hold_no_thread_each() throws Exception {
        Receiver receiver = gated(200);
        stage.start().attach(receiver);

        List<CompletableFuture<Exchange>> waiting = ids(1, 500).stream()
                .map(id -> stage.sendAsync(stage.uri(WAIT), id))
                .toList();

        receiver.await(1);
        assertThat(stage.status().queued()).isEqualTo(499);
        assertThat(stage.threads()).hasSizeLessThan(15);
        answer.countDown();
        for (CompletableFuture<Exchange> one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 500));
    }

    @Test
    void callers_that_block_in_their_continuation_do_not_stop_the_emitter() throws Exception {
        stage.closing(answer::countDown);
        Receiver receiver = stage.receiver();
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:user").to(stage.uri(WAIT)).process(exchange -> answer.await());
            }
        });
        stage.start().attach(receiver);

        List<CompletableFuture<Exchange>> blocked = ids(1, 300).stream()
                .map(id -> stage.sendAsync("direct:user", id))
                .toList();

        receiver.await(300);
        assertThat(blocked).noneMatch(CompletableFuture::isDone);
        stage.emit(stage.uri(WAIT), "d301");
        answer.countDown();
        for (CompletableFuture<Exchange> one : blocked) {
            one.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void to_all_it_completes_when_all_have() throws Exception {
        Receiver quick = stage.receiver();
        Receiver slow = gated(200);
        stage.start();
        stage.component().attach("quick", "*", Stage.config(quick.url()));
        stage.component().attach("slow", "*", Stage.config(slow.url()));

        CompletableFuture<Exchange> waiting = stage.sendAsync("webhooks-emitter:*?" + WAIT, "d1");
        quick.await(1);
        slow.await(1);
        assertThat(waiting).isNotDone();
        answer.countDown();

        assertThat(waiting.get(5, TimeUnit.SECONDS).getException()).isNull();
        assertThat(idsOf(quick)).isEqualTo(idsOf(slow)).containsExactly("d1");
    }

    @Test
    void to_all_it_fails_when_all_have_ended_and_names_each_that_was_given_up() throws Exception {
        Receiver slow = gated(200);
        Receiver dead = stage.receiver().answering(503);
        stage.start();
        String letters = stage.deadLetter();
        stage.component().attach("slow", "*", Stage.config(slow.url()));
        stage.component().attach("dead-1", "*", Stage.config(dead.url(), "maxAttempts", 1, "deadLetter", letters));
        stage.component().attach("dead-2", "*", Stage.config(dead.url(), "maxAttempts", 1, "deadLetter", letters));

        CompletableFuture<Exchange> waiting = stage.sendAsync("webhooks-emitter:*?" + WAIT, "d1");
        dead.await(2);
        assertThat(waiting).isNotDone();
        answer.countDown();

        Exchange exchange = waiting.get(5, TimeUnit.SECONDS);
        assertThat(exchange.getException())
                .isInstanceOf(FanOutFailedException.class)
                .hasMessageContaining("dead-1")
                .hasMessageContaining("dead-2")
                .hasMessageContaining("exhausted");
        assertThat(exchange.getException().getMessage()).doesNotContain("slow");
        assertThat(stage.letters()).isEmpty();
    }

    @Test
    void a_file_is_committed_only_when_its_delivery_has_ended(@TempDir Path folder) throws Exception {
        Receiver receiver = gated(200);
        fileRoute(folder);
        stage.start().attach(receiver);
        Files.writeString(folder.resolve("order-7"), "{}");
        receiver.await(1);

        assertThat(folder.resolve("order-7")).exists();
        answer.countDown();

        Awaitility.await().until(() -> !Files.exists(folder.resolve("order-7")));
        assertThat(idsOf(receiver)).containsExactly("order-7");
    }

    @Test
    void a_file_whose_delivery_was_given_up_comes_again_with_the_same_delivery_id(@TempDir Path folder)
            throws Exception {
        Receiver receiver = stage.receiver().answering(503, 503, 200);
        fileRoute(folder);
        stage.start().attach(receiver, "maxAttempts", 1);

        Files.writeString(folder.resolve("order-7"), "{}");

        Awaitility.await().until(() -> !Files.exists(folder.resolve("order-7")));
        assertThat(idsOf(receiver)).containsExactly("order-7", "order-7", "order-7");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_source_acknowledges_only_when_the_delivery_has_ended(boolean transacted) throws Exception {
        Receiver receiver = gated(200);
        AcknowledgingSource source = sourceRoute(transacted);
        stage.start().attach(receiver);
        Thread broker = new Thread(() -> source.deliver("m1"));
        broker.start();
        receiver.await(1);

        assertThat(source.acknowledged()).isEmpty();
        // a transacted source keeps its thread, as Camel promises it; any other gets it back
        if (!transacted) {
            broker.join(5000);
        }
        assertThat(broker.isAlive()).isEqualTo(transacted);
        answer.countDown();

        Awaitility.await().until(() -> source.acknowledged().equals(List.of("m1")));
        assertThat(idsOf(receiver)).containsExactly("m1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_message_that_comes_again_keeps_its_delivery_id(boolean transacted) throws Exception {
        Receiver receiver = stage.receiver().answering(503, 503, 503, 200);
        AcknowledgingSource source = sourceRoute(transacted);
        stage.start().attach(receiver, "maxAttempts", 2, "backoffDelay", "1ms");

        source.deliver("m1");

        Awaitility.await().until(() -> source.acknowledged().equals(List.of("m1")));
        assertThat(source.failures()).hasSize(1).first().isInstanceOf(DeliveryFailedException.class);
        assertThat(idsOf(receiver)).containsExactly("m1", "m1", "m1", "m1");
    }

    private AcknowledgingSource sourceRoute(boolean transacted) throws Exception {
        AcknowledgingSource source = new AcknowledgingSource(stage, transacted);
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(source)
                        .setHeader(WebhooksEmitterConstants.DELIVERY_ID, header("messageId"))
                        .to(stage.uri(WAIT + "&event=" + Stage.EVENT));
            }
        });
        return source;
    }

    private void fileRoute(Path folder) throws Exception {
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + folder + "?delete=true&initialDelay=0&delay=50")
                        .setHeader(WebhooksEmitterConstants.DELIVERY_ID, header(Exchange.FILE_NAME))
                        .to(stage.uri(WAIT + "&event=" + Stage.EVENT));
            }
        });
    }

    /** Lets the wait pass until it has ended: its timer may be set only after the attempt that the test has seen. */
    private static Exchange endOf(CompletableFuture<Exchange> waiting, Ticker ticker, Duration wait) {
        Awaitility.await().until(() -> {
            ticker.pass(wait);
            return waiting.isDone();
        });
        return waiting.join();
    }

    /** The time of waits, ticked by the test: what it is to meet is there by then. */
    private Ticker ticking() {
        Ticker ticker = new Ticker();
        ticker.install(stage.context());
        return ticker;
    }

    private Receiver gated(int status) {
        stage.closing(answer::countDown);
        return stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(status);
        });
    }

    private static void assertFailed(Exchange exchange, Consumer<DeliveryFailedException> expectation) {
        assertThat(exchange.getException()).isInstanceOfSatisfying(DeliveryFailedException.class, expectation);
    }
}
