package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Form;
import io.github.webhooksemitter.testing.Keys;
import io.github.webhooksemitter.testing.TlsReceiver;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS belongs to an emitter: its trust, its keys and its verifier, however it is written down. */
class TlsTest {
    private static final String ADDRESS = "127.0.0.1";

    private static Keys one;
    private static Keys other;
    private static Keys client;

    private final Camel camel = Camel.start();

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        one = Keys.in(directory, "one", "ip:127.0.0.1");
        other = Keys.in(directory, "other", "ip:127.0.0.1");
        client = Keys.in(directory, "client", "dns:client.example");
    }

    @AfterEach
    void stop() {
        camel.close();
    }

    private void emitter(Form form, String id, String url, String... http) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of("url", url, "maxAttempts", "1"));
        for (int i = 0; i < http.length; i += 2) {
            options.put("http." + http[i], http[i + 1]);
        }
        form.apply(camel.context(), "direct:" + id, id, options);
    }

    private boolean delivers(String id) {
        Exchange exchange = camel.send("webhooks-emitter:" + id + "?event=e&waitForDelivery=true", "{}", Map.of());
        return exchange.getException() == null;
    }

    @ParameterizedTest
    @EnumSource
    void two_emitters_have_two_trust_stores_and_the_wrong_one_fails(Form form) throws Exception {
        camel.context().getRegistry().bind("trustsOne", Keys.tls(null, one));
        camel.context().getRegistry().bind("trustsOther", Keys.tls(null, other));
        try (TlsReceiver first = TlsReceiver.start(one, null);
                TlsReceiver second = TlsReceiver.start(other, null)) {
            emitter(form, "right-one", first.url(ADDRESS), "sslContextParameters", "#bean:trustsOne");
            emitter(form, "right-other", second.url(ADDRESS), "sslContextParameters", "#bean:trustsOther");
            emitter(form, "wrong-one", second.url(ADDRESS), "sslContextParameters", "#bean:trustsOne");
            emitter(form, "wrong-other", first.url(ADDRESS), "sslContextParameters", "#bean:trustsOther");
            emitter(form, "jdk", first.url(ADDRESS));

            for (int i = 0; i < 2; i++) {
                assertThat(delivers("right-one")).isTrue();
                assertThat(delivers("right-other")).isTrue();
                assertThat(delivers("wrong-one")).isFalse();
                assertThat(delivers("wrong-other")).isFalse();
                assertThat(delivers("jdk")).isFalse();
            }
            assertThat(first.requests()).isEqualTo(2);
            assertThat(second.requests()).isEqualTo(2);
        }
    }

    @Test
    void a_receiver_that_asks_for_a_certificate_gets_that_of_the_emitter() throws Exception {
        camel.context().getRegistry().bind("shown", Keys.tls(client, one));
        camel.context().getRegistry().bind("another", Keys.tls(other, one));
        camel.context().getRegistry().bind("none", Keys.tls(null, one));
        try (TlsReceiver receiver = TlsReceiver.start(one, client)) {
            for (String bean : new String[] {"shown", "another", "none"}) {
                emitter(Form.ATTACH, bean, receiver.url(ADDRESS), "sslContextParameters", "#bean:" + bean);
            }

            assertThat(delivers("shown")).isTrue();
            assertThat(delivers("another")).isFalse();
            assertThat(delivers("none")).isFalse();
            assertThat(receiver.requests()).isEqualTo(1);
        }
    }

    @Test
    void the_name_is_verified_unless_the_emitter_has_a_verifier_of_its_own() throws Exception {
        camel.context().getRegistry().bind("trustsOne", Keys.tls(null, one));
        camel.context().getRegistry().bind("careless", NoopHostnameVerifier.INSTANCE);
        try (TlsReceiver receiver = TlsReceiver.start(one, null)) {
            String url = receiver.url("localhost");
            emitter(Form.URI, "careful", url, "sslContextParameters", "#trustsOne");
            emitter(
                    Form.URI,
                    "careless",
                    url,
                    "sslContextParameters",
                    "#trustsOne",
                    "x509HostnameVerifier",
                    "#bean:careless");

            assertThat(delivers("careful")).isFalse();
            assertThat(delivers("careless")).isTrue();
            assertThat(delivers("careful")).isFalse();
            assertThat(receiver.requests()).isEqualTo(1);
        }
    }

    @Test
    void a_change_of_trust_holds_for_connections_that_are_open() throws Exception {
        camel.context().getRegistry().bind("trustsOne", Keys.tls(null, one));
        camel.context().getRegistry().bind("trustsOther", Keys.tls(null, other));
        try (TlsReceiver receiver = TlsReceiver.start(one, null)) {
            emitter(Form.ATTACH, "shop", receiver.url(ADDRESS), "sslContextParameters", "#bean:trustsOne");
            assertThat(delivers("shop")).isTrue();
            camel.context()
                    .getComponent("webhooks-emitter", WebhooksEmitterComponent.class)
                    .update("shop", Map.of("http.sslContextParameters", "#bean:trustsOther"));

            assertThat(delivers("shop")).isFalse();
            assertThat(receiver.requests()).isEqualTo(1);
        }
    }
}
