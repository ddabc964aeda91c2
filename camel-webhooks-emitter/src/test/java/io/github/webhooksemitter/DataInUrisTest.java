package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant gives as a url is a url and nothing else: no placeholder, no RAW, no bean, no further option. */
class DataInUrisTest {
    private static final String CANARY = "canary-2f81";

    private final Camel camel = Camel.start();
    private final Receiver receiver = Receiver.start();

    @BeforeEach
    void secretProperty() {
        Properties properties = new Properties();
        properties.setProperty("the.secret", CANARY);
        properties.setProperty("the.id", "shop");
        camel.context().getPropertiesComponent().setInitialProperties(properties);
        camel.context().getRegistry().bind("theUrl", receiver.url("/" + CANARY));
    }

    @AfterEach
    void stop() {
        receiver.close();
        camel.close();
    }

    private Exchange toD(String uri, String url, Map<String, Object> more) throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").toD(uri);
            }
        });
        Map<String, Object> headers = new HashMap<>(more);
        headers.put("url", url.replace("RECEIVER", receiver.url("")));
        headers.putIfAbsent("tenant", "acme");
        return camel.send("direct:in", "{}", headers);
    }

    private void assertRefused(Exchange exchange, String... says) {
        assertThat(exchange.getException()).isNotNull();
        Throwable root = exchange.getException();
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertThat(root.getMessage()).contains(says).doesNotContain(CANARY, "/hooks");
        assertThat(receiver.requests()).isEmpty();
        assertThat(camel.context()
                        .getComponent("webhooks-emitter", WebhooksEmitterComponent.class)
                        .emitters())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RECEIVER/hooks/{{the.secret}}",
                "RECEIVER/hooks?a={{env:PATH}}",
                "RECEIVER/hooks?a={{sys:java.home}}",
                "RECEIVER/hooks?a={{?the.secret}}",
                "RECEIVER/hooks?a={{nosuch:default}}",
                "{{the.secret}}"
            })
    void a_placeholder_in_data_is_refused(String url) throws Exception {
        assertRefused(toD("webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})", url, Map.of()), "{{");
    }

    @Test
    void a_placeholder_in_the_id_is_refused() throws Exception {
        assertRefused(
                toD(
                        "webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})",
                        "RECEIVER/",
                        Map.of("tenant", "{{the.id}}")),
                "{{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RECEIVER/hooks)&allowedNetworks=any&x=(",
                "RECEIVER/hooks)&secret=RAW(mine",
                "RECEIVER/hooks)&event=RAW(other",
                "RECEIVER/hooks)&url=RAW(http://other.example/",
                "RECEIVER/hooks)&operation=detach&maxAttempts=RAW(1",
            })
    void an_option_in_data_is_refused(String url) throws Exception {
        assertRefused(toD("webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})", url, Map.of()), "option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECEIVER/hooks&allowedNetworks=any", "RECEIVER/hooks%26allowedNetworks=any"})
    void an_option_in_data_without_raw_is_refused(String url) throws Exception {
        assertRefused(toD("webhooks-emitter:${header.tenant}?event=e&url=${header.url}", url, Map.of()), "option");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event=e&url=RAW(${header.url})&allowedNetworks=public&secret=RAW{abc}"
                        + "|http://169.254.169.254/)&allowedNetworks=any&secret=RAW{x",
                "event=${header.url}&allowedNetworks=public&url=RAW(http://a.example/)"
                        + "|e&allowedNetworks=any&url=RAW(http://169.254.169.254/",
                "event=e&url=RAW(http://a.example/)&header.X-T=${header.url}&allowedNetworks=public&secret=RAW(abc)"
                        + "|t&allowedNetworks=any&secret=RAW(x",
                "event=e&url=${header.url}&allowedNetworks=private&secret=RAW(abc)"
                        + "|http://169.254.169.254/&allowedNetworks=any&secret=RAW(x",
            })
    void an_option_of_the_template_cannot_be_replaced_by_data(String options, String data) throws Exception {
        assertRefused(toD("webhooks-emitter:${header.tenant}?" + options, data, Map.of()), "option");
    }

    @Test
    void a_stream_is_checked_as_Camel_read_it() throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:stream").toD("webhooks-emitter:a?event=e&url=RAW(${body})");
            }
        });
        byte[] data = "http://169.254.169.254/)&allowedNetworks=any&secret=RAW(x".getBytes(StandardCharsets.US_ASCII);

        assertRefused(camel.send("direct:stream", new InputStreamCache(data), Map.of()), "option");
        assertRefused(camel.send("direct:stream", new ByteArrayInputStream(data), Map.of()), "toD");
    }

    @Test
    void an_option_in_the_id_is_refused() throws Exception {
        assertRefused(
                toD(
                        "webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})",
                        "RECEIVER/",
                        Map.of("tenant", "acme?allowedNetworks=any")),
                "option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RAW(RECEIVER/hooks)", "#bean:theUrl", "#theUrl", "{theUrl}", "$simple{sys.java.home}"})
    void raw_and_beans_in_data_mean_nothing(String url) throws Exception {
        assertRefused(toD("webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})", url, Map.of()), "url ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhooks-emitter:${header.tenant}?event=e&url=RAW(${header.url})",
                "webhooks-emitter:{{the.id}}?event=e&url=RAW(${header.url})&secret=RAW({{the.secret}})",
                "webhooks-emitter://${header.tenant}?url=RAW(${header.url})&event=${header.a?.b}e",
                "webhooks-emitter:a?event=e&url=RAW(${header.url})&header.X-A=${header.tenant}&header.X-B=1",
            })
    void what_the_template_itself_says_works(String uri) throws Exception {
        Exchange exchange = toD(uri, "RECEIVER/hooks?a=1&b=2", Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(receiver.await(1).get(0).target()).isEqualTo("/hooks?a=1&b=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RECEIVER/{{the.secret}}",
                "RECEIVER/{{env:PATH}}",
                "RAW(RECEIVER/)",
                "#bean:theUrl",
                "${sys.user}"
            })
    void in_an_attach_and_in_java_a_url_is_as_it_is(String template) throws Exception {
        String url = template.replace("RECEIVER", receiver.url(""));
        Contexts.route(camel.context(), "direct:attach", "webhooks-emitter:shop?operation=attach");

        assertRefused(camel.send("direct:attach", Map.of("url", url), Map.of()), "url ");
        Exchange java = camel.send("direct:attach", null, Map.of());
        try {
            camel.context()
                    .getComponent("webhooks-emitter", WebhooksEmitterComponent.class)
                    .attach("shop", EmitterConfig.builder().url(url).build());
        } catch (IllegalArgumentException e) {
            java.setException(e);
        }
        assertRefused(java, "url ");
    }
}
