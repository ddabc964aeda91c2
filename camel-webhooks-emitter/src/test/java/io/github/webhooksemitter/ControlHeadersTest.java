package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.RawReceiver;
import io.github.webhooksemitter.testing.RawReceiver.Request;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.seda.SedaConstants;
import org.junit.jupiter.api.Test;

/** Every header that camel-http, camel-http-common, camel-seda or Camel itself has a name for changes nothing. */
class ControlHeadersTest {
    private static final List<String> COMPONENTS = List.of("http", "https", "seda");
    private static final List<Class<?>> CONSTANTS = List.of(
            org.apache.camel.component.http.HttpConstants.class,
            org.apache.camel.http.common.HttpConstants.class,
            SedaConstants.class,
            Exchange.class);

    private static Set<String> names() throws IOException, IllegalAccessException {
        Set<String> names = new TreeSet<>();
        for (String component : COMPONENTS) {
            names.addAll(ofCatalog(component));
        }
        for (Class<?> constants : CONSTANTS) {
            for (Field field : constants.getFields()) {
                if (field.getType() == String.class) {
                    names.add((String) field.get(null));
                }
            }
        }
        return names;
    }

    private static Set<String> ofCatalog(String component) throws IOException {
        String scheme = component.equals("https") ? "http" : component;
        try (InputStream json = HttpComponent.class.getResourceAsStream(
                "/META-INF/org/apache/camel/component/" + scheme + "/" + component + ".json")) {
            JsonNode headers = new ObjectMapper().readTree(json).path("headers");
            Set<String> names = new TreeSet<>();
            headers.fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    private static Set<String> cases(String name) {
        return Set.copyOf(new TreeSet<>(List.of(
                name,
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                IntStream.range(0, name.length())
                        .mapToObj(i -> name.substring(i, i + 1))
                        .map(c -> c.equals(c.toLowerCase(Locale.ROOT))
                                ? c.toUpperCase(Locale.ROOT)
                                : c.toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining()))));
    }

    @Test
    void the_catalog_and_the_constants_name_those_that_are_known_to_matter() throws Exception {
        assertThat(names())
                .hasSizeGreaterThan(60)
                .contains(
                        "CamelHttpUri",
                        "CamelRestHttpUri",
                        "CamelHttpPath",
                        "CamelHttpQuery",
                        "CamelHttpRawQuery",
                        "CamelRestHttpQuery",
                        "CamelHttpMethod",
                        "CamelHttpProtocolVersion",
                        "Host");
    }

    @Test
    void no_header_in_any_case_changes_url_method_target_or_headers() throws Exception {
        try (RawReceiver other = RawReceiver.answering();
                RawReceiver receiver = RawReceiver.answering();
                Camel camel = Camel.start()) {
            String uri = "webhooks-emitter:shop?event=e&secret=s&waitForDelivery=true&url=" + receiver.url("/hooks/a");
            Map<String, Object> own = Map.of(WebhooksEmitterConstants.DELIVERY_ID, "id-1");
            camel.emit(uri, "{}", own);
            String expected = receiver.await(1).get(0).head();
            int sent = 1;
            for (String name : names()) {
                for (String header : cases(name)) {
                    for (Object value : List.of(other.url("/stolen"), "DELETE", "a=1", 7)) {
                        Map<String, Object> headers = new HashMap<>(own);
                        headers.put(header, value);
                        camel.emit(uri, "{}", headers);
                        List<Request> requests = receiver.requests();
                        assertThat(requests).as(header).hasSize(++sent);
                        assertThat(requests.get(sent - 1).head()).as(header).isEqualTo(expected);
                    }
                }
            }
            assertThat(expected).startsWith("POST /hooks/a HTTP/1.1\r\n");
            assertThat(other.connections()).isZero();
        }
    }
}
