package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.testing.Contexts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the README shows is what happens. */
class ReadmeTest {
    private final String readme = read(Path.of("../README.md"));

    @Test
    void its_route_makes_its_request() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DefaultCamelContext context = Contexts.create()) {
            CompletableFuture<List<String>> request = CompletableFuture.supplyAsync(() -> receive(server));
            context.getPropertiesComponent()
                    .addInitialProperty("billing.url", "http://127.0.0.1:" + server.getLocalPort() + "/hooks/billing");
            context.getPropertiesComponent().addInitialProperty("billing.secret", "s3cr3t");
            Contexts.yaml(context, block("yaml"));
            Contexts.route(context, "direct:lost-webhooks", "mock:lost");
            context.start();
            context.createProducerTemplate()
                    .sendBodyAndHeader(
                            "direct:invoice-paid",
                            "{\"invoice\":4711,\"paid\":true}",
                            "CamelWebhooksEmitterDeliveryId",
                            "fbc7fbe7-2e9b-4911-a50f-e0452672192c");

            assertThat(request.get(20, TimeUnit.SECONDS))
                    .filteredOn(line -> !line.startsWith("Host: "))
                    .isEqualTo(block("http").lines().toList());
        }
    }

    /** Every endpoint of Camel has these. */
    private static final Set<String> CAMELS =
            Set.of("lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    @Test
    void its_options_are_those_of_the_catalog() throws Exception {
        JsonNode catalog;
        try (InputStream json = WebhooksEmitterEndpoint.class.getResourceAsStream(
                "/META-INF/io/github/webhooksemitter/webhooks-emitter.json")) {
            catalog = new ObjectMapper().readTree(json);
        }
        List<String> wanted = new ArrayList<>();
        for (Iterator<String> names = catalog.get("properties").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode value = catalog.get("properties").get(name).get("defaultValue");
            boolean shared = catalog.get("componentProperties").has(name);
            if (!name.equals("emitterId") && !CAMELS.contains(name)) {
                wanted.add("| `" + name + "`" + (shared ? " ●" : "") + " | "
                        + (value == null ? "–" : "`" + value.asText() + "`") + " |");
            }
        }
        List<String> shown = readme.lines()
                .filter(line -> line.matches("\\| `[a-z][a-zA-Z]*`( ●)? \\| .*"))
                .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1) + 1))
                .toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void its_first_screen_has_the_run_and_the_test_command() {
        assertThat(readme.lines().count()).isLessThanOrEqualTo(150);
        assertThat(Pattern.compile("^```sh$", Pattern.MULTILINE).matcher(readme).results())
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private String block(String language) {
        Matcher matcher = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static List<String> receive(ServerSocket server) {
        try (Socket socket = server.accept()) {
            List<String> lines = new ArrayList<>();
            StringBuilder line = new StringBuilder();
            InputStream in = socket.getInputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    if (line.isEmpty()) {
                        break;
                    }
                    lines.add(line.toString().replace("-SNAPSHOT", ""));
                    line.setLength(0);
                } else if (c != '\r') {
                    line.append((char) c);
                }
            }
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return lines;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
