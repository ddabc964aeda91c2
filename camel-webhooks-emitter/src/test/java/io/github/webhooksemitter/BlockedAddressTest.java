package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.delivery.DeliveryFailedException;
import io.github.webhooksemitter.delivery.Reason;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Form;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import io.github.webhooksemitter.testing.Stage.Letter;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deliveries to where an emitter may not send. The names of the urls are in the file {@code hosts}. */
class BlockedAddressTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private static String byName(Receiver receiver) {
        return receiver.url().replace("127.0.0.1", "loopback.hosts.example");
    }

    @Test
    void a_delivery_to_a_name_that_means_a_blocked_address_is_given_up_at_once() {
        Receiver receiver = stage.receiver();
        stage.start()
                .attach(
                        byName(receiver),
                        "allowedNetworks",
                        "public",
                        "deadLetter",
                        stage.deadLetter(),
                        "backoffDelay",
                        "1h");
        stage.emit(1);

        await().untilAsserted(() ->
                assertThat(stage.letters()).containsExactly(new Letter("d1", "blocked-address", 1, null)));
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void the_next_delivery_goes_on_in_order_once_the_address_is_allowed() {
        Receiver receiver = stage.receiver();
        stage.start().attach(byName(receiver), "allowedNetworks", "public", "deadLetter", stage.deadLetter());
        stage.emit(2);
        await().until(() -> stage.letters().size() == 2);
        stage.component().update(stage.id(), Map.of("allowedNetworks", "loopback"));
        stage.emit(stage.uri(), 3, 4);

        receiver.await(2);
        assertThat(Stage.idsOf(receiver)).containsExactly("d3", "d4");
    }

    @Test
    void a_stricter_policy_holds_for_connections_that_are_open() {
        Receiver receiver = stage.receiver();
        stage.start().attach(byName(receiver), "deadLetter", stage.deadLetter());
        stage.emit(1);
        receiver.await(1);
        stage.component().update(stage.id(), Map.of("allowedNetworks", "public"));
        stage.emit(stage.uri(), 2, 2);

        await().until(() -> stage.letters().size() == 1);
        assertThat(stage.letters()).containsExactly(new Letter("d2", "blocked-address", 1, null));
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void who_waits_is_not_told_whether_anything_listens_there() {
        Receiver receiver = stage.receiver();
        ClosedPort closed = stage.closing(ClosedPort.open());
        stage.start();
        String texts = "";
        for (String url : List.of(byName(receiver), closed.url().replace("127.0.0.1", "loopback.hosts.example"))) {
            stage.component().put(stage.id(), Stage.config(url, "allowedNetworks", "public", "retrySchedule", "1ms"));
            Throwable failure = catchThrowable(() -> stage.emit(stage.uri("waitForDelivery=true"), "d1"));

            assertThat(failure).isInstanceOf(DeliveryFailedException.class).hasNoCause();
            assertThat(((DeliveryFailedException) failure).reason()).isEqualTo(Reason.BLOCKED_ADDRESS);
            assertThat(failure.getMessage())
                    .contains("blocked-address after 1 attempts")
                    .doesNotContain("127.0.0.1");
            assertThat(texts.isEmpty() || texts.equals(failure.getMessage())).isTrue();
            texts = failure.getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.hosts.example", "private.hosts.example"})
    void other_networks_are_blocked_too(String name) {
        stage.start().attach("http://" + name + "/", "deadLetter", stage.deadLetter());
        stage.emit(1);

        await().untilAsserted(() ->
                assertThat(stage.letters()).containsExactly(new Letter("d1", "blocked-address", 1, null)));
    }

    @Test
    void a_name_without_an_address_is_tried_again() {
        stage.start()
                .attach(
                        "http://nobody.hosts.example/",
                        "maxAttempts",
                        3,
                        "backoffDelay",
                        "1ms",
                        "deadLetter",
                        stage.deadLetter());
        stage.emit(1);

        await().untilAsserted(
                        () -> assertThat(stage.letters()).containsExactly(new Letter("d1", "exhausted", 3, null)));
    }

    // At start

    @ParameterizedTest
    @EnumSource
    void an_endpoint_and_an_operation_refuse_what_is_not_allowed(Form form) {
        try (Camel camel = Camel.start(Contexts.guarded())) {
            Throwable problem = catchThrowable(() -> form.apply(
                    camel.context(), "direct:in", "shop", Map.of("event", "e", "url", "http://127.0.0.1/canary")));

            assertThat(problem).rootCause().hasMessageContaining("allowedNetworks does not list: add loopback to it");
            assertThat(problem).rootCause().hasMessageNotContaining("canary");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080/canary, loopback",
        "http://localhost/canary, loopback",
        "http://10.0.0.1/canary, private",
        "http://receiver/canary, private",
        "http://169.254.169.254/canary, network",
        "http://[fe80::1]/canary, network",
        "http://8.8.8.8:25/canary, allowedPorts",
        "http://2130706433/canary, four decimal numbers",
        "http://127.1/canary, four decimal numbers",
        "http://[::1%25lo]/canary, valid host",
    })
    void attach_put_and_update_refuse_it_and_change_nothing(String url, String cure) {
        try (Camel camel = Camel.start(Contexts.guarded())) {
            WebhooksEmitterComponent component =
                    camel.context().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
            EmitterConfig bad = EmitterConfig.builder().set("maxAttempts", 3).build();
            component.attach(
                    "shop", EmitterConfig.builder().url("https://shop.example/").build());

            for (Runnable change : List.<Runnable>of(
                    () -> component.attach("other", bad.with(Map.of("url", url))),
                    () -> component.put("shop", bad.with(Map.of("url", url))),
                    () -> component.update("shop", Map.of("url", url)))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(change::run)
                        .withMessageContaining("rl ")
                        .withMessageContaining(cure)
                        .withMessageNotContaining("canary");
            }
            assertThat(component.emitters()).singleElement().satisfies(status -> assertThat(status.host())
                    .contains("shop.example"));
        }
    }

    @Test
    void every_row_of_the_table_has_its_answer_at_the_door() throws Exception {
        String table;
        try (InputStream in = BlockedAddressTest.class.getResourceAsStream("/ssrf-cases.tsv")) {
            table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Camel camel = Camel.start(Contexts.guarded())) {
            WebhooksEmitterComponent component =
                    camel.context().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
            for (String[] row :
                    table.lines().skip(1).map(line -> line.split("\t")).toList()) {
                // what a name resolves to is no matter of the start
                boolean accepted = row[1].equals("allow") || row[2].startsWith("dns:");
                Throwable refused = catchThrowable(
                        () -> component.put("shop", EmitterConfig.of(Map.of("url", row[0].replace("\\t", "\t")))));
                assertThat(refused == null).as(row[0]).isEqualTo(accepted);
            }
        }
    }

    @Test
    void a_policy_that_no_longer_allows_the_url_is_refused() {
        stage.start().attach(stage.receiver());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> stage.component().update(stage.id(), Map.of("allowedNetworks", "public")))
                .withMessageContaining("add loopback");
    }

    // The profile for development

    private static Main main(String... properties) {
        Main main = new Main();
        main.configure().setShutdownTimeout(2);
        for (int i = 0; i < properties.length; i += 2) {
            main.addInitialProperty(properties[i], properties[i + 1]);
        }
        return main;
    }

    @Test
    void the_profile_dev_adds_loopback_and_says_so() {
        try (Receiver receiver = Receiver.start();
                Logs logs = Logs.open()) {
            Main main = main("camel.main.profile", "dev");
            main.start();
            WebhooksEmitterComponent component =
                    main.getCamelContext().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
            component.attach(
                    "shop",
                    EmitterConfig.builder().url(receiver.url()).events("*").build());
            component.emit("e", "{}");
            receiver.await(1);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> component.update("shop", Map.of("url", "http://10.0.0.1/")));
            main.stop();
            assertThat(logs.lines(Level.WARN, "profile is dev")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void another_profile_adds_nothing(String profile) {
        Main main = main("camel.main.profile", profile);
        main.start();
        WebhooksEmitterComponent component =
                main.getCamelContext().getComponent("webhooks-emitter", WebhooksEmitterComponent.class);
        try {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> component.attach(
                            "shop",
                            EmitterConfig.builder().url("http://127.0.0.1/").build()));
        } finally {
            main.stop();
        }
    }
}
