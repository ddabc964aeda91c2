package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import io.github.webhooksemitter.testing.Ticker;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too old is given up instead of sent. */
class ExpiryTest {
    private final Ticker ticker = new Ticker();

    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeEach
    void start() {
        ticker.install(stage.context());
        stage.component().useClock(ticker);
        stage.start();
    }

    @Test
    void what_became_too_old_in_the_queue_is_not_sent() {
        Receiver receiver = stage.receiver();
        stage.attach(receiver, "expireAfter", "1m", "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        stage.emit(2);
        ticker.pass(Duration.ofSeconds(30));
        stage.emit(stage.uri(), 3, 3);
        ticker.pass(Duration.ofSeconds(30));

        stage.component().resume(stage.id());

        receiver.await(1);
        assertThat(idsOf(receiver)).containsExactly("d3");
        assertThat(stage.letters())
                .containsExactly(new Letter("d1", "expired", 0, null), new Letter("d2", "expired", 0, null));
    }

    @Test
    void a_retry_that_would_come_too_late_is_given_up_now() {
        Receiver receiver = stage.receiver().answering(503);
        stage.attach(receiver, "retrySchedule", "20s,50s", "expireAfter", "1m", "deadLetter", stage.deadLetter());
        stage.emit(1);
        stage.awaitBackoff();
        assertThat(stage.letters()).isEmpty();

        ticker.awaitTimers(1).pass(Duration.ofSeconds(20));

        Awaitility.await().until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Letter("d1", "expired", 2, 503));
    }

    @Test
    void the_header_can_shorten_the_age_and_not_lengthen_it() {
        Receiver receiver = stage.receiver();
        stage.attach(receiver, "expireAfter", "1m", "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        emit("short", "10s");
        emit("long", "2h");
        emit("millis", 5000);
        emit("duration", Duration.ofSeconds(50));

        ticker.pass(Duration.ofSeconds(45));
        stage.component().resume(stage.id());
        receiver.await(2);
        stage.component().pause(stage.id());
        emit("long2", "2h");
        ticker.pass(Duration.ofMinutes(1));
        stage.component().resume(stage.id());

        Awaitility.await().until(() -> stage.letters().size() == 3);
        assertThat(idsOf(receiver)).containsExactly("long", "duration");
        assertThat(idsOf(stage.letters())).containsExactly("short", "millis", "long2");
    }

    @Test
    void the_header_works_without_the_option() {
        stage.attach(stage.receiver(), "deadLetter", stage.deadLetter());
        stage.component().pause(stage.id());
        emit("d1", "1s");

        ticker.pass(Duration.ofSeconds(1));
        stage.component().resume(stage.id());

        Awaitility.await().until(() -> stage.letters().size() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "0", "", "400d"})
    void a_bad_header_fails_the_exchange_and_says_so(String value) {
        stage.attach(stage.receiver());

        Exchange exchange = send("d1", value);

        assertThat(exchange.getException())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelWebhooksEmitterExpireAfter")
                .hasMessageContaining("must be a duration");
        assertThat(stage.component().deliveries(stage.id())).isEmpty();
    }

    @Test
    void a_clock_set_back_makes_nothing_older() {
        Receiver receiver = stage.receiver();
        stage.attach(receiver, "expireAfter", "1m");
        stage.component().pause(stage.id());
        stage.emit(1);

        ticker.jump(Duration.ofHours(-1));
        stage.component().resume(stage.id());

        receiver.await(1);
    }

    private void emit(String deliveryId, Object expireAfter) {
        assertThat(send(deliveryId, expireAfter).getException()).isNull();
    }

    private Exchange send(String deliveryId, Object expireAfter) {
        return stage.template().send(stage.uri(), exchange -> {
            exchange.getIn().setBody("{}");
            exchange.getIn()
                    .setHeaders(new java.util.HashMap<>(Map.of(
                            WebhooksEmitterConstants.EVENT,
                            Stage.EVENT,
                            WebhooksEmitterConstants.DELIVERY_ID,
                            deliveryId,
                            WebhooksEmitterConstants.EXPIRE_AFTER,
                            expireAfter)));
        });
    }
}
