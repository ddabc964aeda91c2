package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an endpoint with emitter options means for its emitter, and one without. */
class DeclarationTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void the_order_of_routes_does_not_matter() {
        Receiver receiver = stage.receiver();
        stage.route("a-refers", "direct:refers", stage.uri());
        stage.route("b-declares", "direct:declares", stage.declaring(receiver));
        stage.start();

        stage.emit("direct:refers", "d1");
        stage.emit("direct:declares", "d2");

        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d2");
        assertThat(stage.component().emitters()).hasSize(1);
    }

    @Test
    void a_reference_fails_clearly_until_its_emitter_is_attached() {
        Receiver receiver = stage.receiver();
        stage.route("refers", "direct:refers", stage.uri()).start();

        assertThatThrownBy(() -> stage.emit("direct:refers", "d1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No emitter " + stage.id() + " is attached");
        stage.attach(receiver);
        stage.emit("direct:refers", "d2");

        receiver.await(1);
        assertThat(idsOf(receiver)).containsExactly("d2");
    }

    @Test
    void a_declaration_without_a_url_fails_at_start() {
        stage.route("declares", "direct:declares", stage.uri("maxAttempts=3"));

        assertThatThrownBy(stage::start).hasStackTraceContaining("Option url of the emitter " + stage.id());
    }

    @Test
    void declarations_that_say_the_same_in_other_words_are_one_emitter() {
        Receiver receiver = stage.receiver();
        String url = "url=RAW(" + receiver.url() + ")";
        stage.route("1", "direct:1", stage.uri(url + "&secret=a%2Db&backoffDelay=2s&header.X-A=1"));
        stage.route("2", "direct:2", stage.uri("header.X-A=1&backoffDelay=2000&" + url + "&secret=RAW(a-b)"));
        stage.route(
                "3",
                "direct:3",
                "webhooks-emitter://" + stage.id() + "?" + url
                        + "&secret=RAW(a-b)&backoffDelay=PT2S&header.X-A=1&maxAttempts=12&signature=webhooks-emitter");
        stage.route("4", "direct:4", stage.uri(url + "&secret=RAW(a-b)&backoffDelay=2s&header.X-A=1&event=other"));
        stage.route("5", "direct:5", stage.uri("waitForDelivery=true"));
        String spelled = "url=RAW(" + receiver.url().replace("http:", "HTTP:") + ")";
        stage.route("6", "direct:6", stage.uri(spelled + "&secret=RAW(a-b)&backoffDelay=2s&header.X-A=1"));
        stage.start();

        for (int n = 1; n <= 6; n++) {
            stage.emit("direct:" + n, "d" + n);
        }

        receiver.await(6);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 6));
        assertThat(stage.component().emitters()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "secret, canary-one, canary-two",
        "url, http://canary-one.example/x, http://canary-two.example/x",
        "maxAttempts, 765432, 876543",
        "header.X-A, canary-one, canary-two",
        "secretHeader.X-A, canary-one, canary-two",
        "deadLetter, log:canary-one, log:canary-two",
        "http.proxyPort, 54321, 65432",
    })
    void declarations_that_differ_fail_at_start_and_name_the_option_alone(String option, String one, String two) {
        String url = option.equals("url")
                ? ""
                : "url=http://example.com/x&" + (option.startsWith("http.") ? "http.proxyHost=proxy&" : "");
        stage.route("1", "direct:1", stage.uri(url + option + "=RAW(" + one + ")"));
        stage.route("2", "direct:2", stage.uri(url + option + "=RAW(" + two + ")"));

        assertThatThrownBy(stage::start)
                .rootCause()
                .hasMessageContaining("different option " + option + ":")
                .message()
                .doesNotContain(one, two);
    }

    @Test
    void an_option_that_only_one_declaration_has_is_a_difference() {
        stage.route("1", "direct:1", stage.uri("url=http://example.com/x"));
        stage.route("2", "direct:2", stage.uri("url=http://example.com/x&events=invoice.*"));

        assertThatThrownBy(stage::start).rootCause().hasMessageContaining("different option events:");
    }

    @Test
    void a_declaration_is_never_compared_with_updated_settings() {
        Receiver receiver = stage.receiver();
        stage.route("1", "direct:1", stage.declaring(receiver, "header.X-A=1")).start();
        stage.component().update(stage.id(), Map.of("header.X-A", "2"));

        stage.route("2", "direct:2", stage.declaring(receiver, "header.X-A=1"));
        stage.emit("direct:2", "d1");
        assertThat(receiver.await(1).get(0).header("X-A")).isEqualTo("2");

        assertThatThrownBy(() -> addRoute("3", stage.declaring(receiver, "header.X-A=2")))
                .rootCause()
                .hasMessageContaining("header.X-A");
    }

    @Test
    void a_route_reload_with_changed_options_acts_as_an_update() throws Exception {
        Receiver old = stage.receiver().answering(503);
        Receiver fresh = stage.receiver();
        stage.route("user", "direct:user", stage.declaring(old, "backoffDelay=10m"))
                .start();
        stage.emit("direct:user", 1, 3);
        stage.awaitBackoff();

        stage.route("user", "direct:user", stage.declaring(fresh, "backoffDelay=10m"));

        fresh.await(3);
        assertThat(idsOf(fresh)).containsExactly("d1", "d2", "d3");
        assertThat(stage.component().emitters()).hasSize(1);
    }

    @Test
    void a_route_reload_with_the_same_options_changes_nothing() throws Exception {
        Receiver receiver = stage.receiver().answering(503);
        stage.route("user", "direct:user", stage.declaring(receiver, "backoffDelay=10m", "header.X-A=1"))
                .start();
        stage.component().update(stage.id(), Map.of("header.X-A", "2"));
        stage.emit("direct:user", 1, 2);
        stage.awaitBackoff();
        EmitterStatus before = stage.status();

        stage.route("user", "direct:user", stage.declaring(receiver, "backoffDelay=10m", "header.X-A=1"));
        stage.context().getRouteController().stopRoute("user");
        stage.context().getRouteController().startRoute("user");

        assertThat(stage.status()).isEqualTo(before);
        stage.component().update(stage.id(), Map.of("backoffDelay", "1ms"));
        assertThat(receiver.await(2).get(1).header("X-A")).isEqualTo("2");
    }

    @Test
    void an_emitter_outlives_the_route_that_declared_it() throws Exception {
        Receiver receiver = stage.receiver();
        stage.route("declares", "direct:declares", stage.declaring(receiver)).start();
        stage.context().getRouteController().stopRoute("declares");
        stage.context().removeRoute("declares");
        stage.context().getEndpointRegistry().clear();

        stage.emit(1);

        receiver.await(1);
    }

    @Test
    void after_a_detach_a_cached_endpoint_does_not_attach_again_but_a_route_start_does() throws Exception {
        Receiver receiver = stage.receiver();
        stage.route("user", "direct:user", stage.declaring(receiver)).start();
        stage.emit("direct:user", "d1");
        receiver.await(1);
        detach();

        assertThatThrownBy(() -> stage.emit("direct:user", "d2")).hasMessageContaining("No emitter " + stage.id());
        assertThat(stage.component().emitters()).isEmpty();

        stage.context().getRouteController().stopRoute("user");
        stage.context().getRouteController().startRoute("user");
        stage.emit("direct:user", "d3");
        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d3");
    }

    @Test
    void after_a_detach_an_attach_makes_a_cached_endpoint_work_again() {
        Receiver receiver = stage.receiver();
        stage.route("user", "direct:user", stage.declaring(receiver)).start();
        detach();

        stage.attach(receiver);
        stage.emit("direct:user", "d1");

        receiver.await(1);
    }

    @Test
    void a_tod_without_a_cache_keeps_one_emitter_and_the_order() throws Exception {
        Receiver receiver = stage.receiver();
        tod(-1).start();

        for (int n = 1; n <= 100; n++) {
            emitTo(stage.id(), receiver, "d" + n);
        }

        receiver.await(100);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 100));
        assertThat(stage.component().emitters()).hasSize(1);
    }

    @Test
    void a_tod_that_evicts_producers_keeps_every_emitter_and_the_order() throws Exception {
        Receiver receiver = stage.receiver();
        tod(2).start();

        for (int n = 1; n <= 10; n++) {
            for (String tenant : List.of("a", "b", "c", "d", "e")) {
                emitTo(tenant, receiver, tenant + n);
            }
        }

        receiver.await(50);
        Awaitility.await()
                .until(() -> stage.component().emitters().stream().allMatch(status -> status.delivered() == 10));
        assertThat(stage.component().emitters()).hasSize(5);
        for (String tenant : List.of("a", "b", "c", "d", "e")) {
            List<String> sent = new ArrayList<>();
            for (int n = 1; n <= 10; n++) {
                sent.add(tenant + n);
            }
            assertThat(idsOf(receiver)).filteredOn(id -> id.startsWith(tenant)).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void a_tod_with_another_url_for_a_known_id_is_refused_and_an_update_is_the_cure() throws Exception {
        Receiver receiver = stage.receiver();
        Receiver other = stage.receiver();
        tod(0).start();
        emitTo(stage.id(), receiver, "d1");
        receiver.await(1);

        assertThatThrownBy(() -> emitTo(stage.id(), other, "d2"))
                .rootCause()
                .hasMessageContaining("different option url")
                .message()
                .doesNotContain("token");
        stage.component().update(stage.id(), Map.of("url", other.url()));
        emitTo(stage.id(), receiver, "d3");

        other.await(1);
        assertThat(idsOf(other)).containsExactly("d3");
    }

    private void detach() {
        stage.component().detach(stage.id());
        Awaitility.await().until(() -> stage.component().emitters().isEmpty());
    }

    private Stage tod(int cacheSize) throws Exception {
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:tod").toD("webhooks-emitter:${header.tenant}?url=RAW(${header.url})", cacheSize);
            }
        });
        return stage;
    }

    private void emitTo(String tenant, Receiver receiver, String deliveryId) throws Exception {
        Map<String, Object> headers = new HashMap<>();
        headers.put("tenant", tenant);
        headers.put("url", receiver.url());
        headers.put(WebhooksEmitterConstants.EVENT, Stage.EVENT);
        headers.put(WebhooksEmitterConstants.DELIVERY_ID, deliveryId);
        Exchange exchange = stage.template().send("direct:tod", sent -> {
            sent.getIn().setBody("{}");
            sent.getIn().setHeaders(headers);
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    private void addRoute(String routeId, String to) throws Exception {
        stage.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + routeId).routeId(routeId).to(to);
            }
        });
    }
}
