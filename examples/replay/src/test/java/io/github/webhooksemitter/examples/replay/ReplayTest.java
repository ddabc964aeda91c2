package io.github.webhooksemitter.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.webhooksemitter.examples.replay.LocalReceiver.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String EVER = "2000-01-01T00:00:00Z";
    private static final String INVOICE = "{\"invoice\":  7, \"customer\": \"Zoë \\\"Łódź\\\" 🚀\\u0000\"}\r\n ";

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Logger logger = (Logger) org.slf4j.LoggerFactory.getLogger("replay");
    private LocalReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new LocalReceiver();
        writeEmitters("billing", "audit");
        said.start();
        logger.addAppender(said);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(said);
        receiver.close();
    }

    @Test
    void keeps_a_dead_letter_as_a_file_and_sends_the_same_bytes_back_under_the_same_id() throws Exception {
        letDie("billing/a-1");
        assertThat(letters().values().iterator().next())
                .contains("\"CamelWebhooksEmitterReason\" : \"exhausted\"", "\"CamelWebhooksEmitterAttempts\" : 2")
                .contains("\"CamelWebhooksEmitterStatusCode\" : 503", "\"diedAt\" : \"20");
        receiver.recover();

        assertThat(replay("id", "a-1")).isZero();

        assertThat(receiver.taken())
                .containsExactly(new Received(
                        "/billing", "invoice.paid", "a-1", HexFormat.of().formatHex(INVOICE.getBytes(UTF_8))));
        assertThat(letters()).isEmpty();
        assertThat(files("replayed")).hasSize(1);
        assertThat(lines()).singleElement().asString().startsWith("DELIVERED a-1: invoice.paid for billing, exhausted");
    }

    @Test
    void a_dry_run_says_what_it_would_send_and_changes_nothing() throws Exception {
        letDie("billing/a-1", "audit/a-2");
        Map<String, String> before = letters();
        int requests = receiver.refused().size();
        receiver.recover();

        assertThat(replay("since", EVER, "dryRun", "true")).isZero();

        assertThat(receiver.taken()).isEmpty();
        assertThat(receiver.refused()).hasSize(requests);
        assertThat(letters()).isEqualTo(before).hasSize(2);
        assertThat(files("replayed")).isEmpty();
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).matches("WOULD SEND a-1: invoice\\.paid for billing, exhausted at 20.*Z");
        assertThat(lines().get(1)).startsWith("WOULD SEND a-2: invoice.paid for audit, exhausted at ");
    }

    @Test
    void sends_one_only_and_takes_an_id_as_text_whatever_is_in_it() throws Exception {
        List<String> ids = List.of("../../x", "a/b:c", "7", "07", "TRUE", "${body}'\"{{x}}", "~".repeat(256), "true");
        letDie(ids.stream().map(id -> "billing/" + id).toArray(String[]::new));
        assertThat(letters()).hasSameSizeAs(ids);
        assertThat(folder).isDirectoryContaining(path -> path.endsWith("dead-letters"));
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).hasSize(2);
        }
        receiver.recover();

        for (String id : ids) {
            assertThat(replay("id", id)).isZero();
            assertThat(receiver.takenIds()).endsWith(id).hasSize(ids.indexOf(id) + 1);
        }

        assertThat(receiver.takenIds()).isEqualTo(ids);
        assertThat(letters()).isEmpty();
    }

    @Test
    void sends_all_since_a_time_to_their_own_emitters_oldest_first() throws Exception {
        letDie("audit/z-1", "billing/y-2", "audit/x-3");
        letDie("billing/w-4");
        String lastDied =
                letters().values().stream().reduce((first, last) -> last).orElseThrow();
        String since = lastDied.replaceFirst("(?s).*\"diedAt\" : \"([^\"]*)Z\".*", "$1+00:00");
        receiver.recover();

        assertThat(replay("since", since)).isZero();
        assertThat(receiver.takenIds()).containsExactly("w-4");
        assertThat(letters()).hasSize(3);
        assertThat(replay("since", since, "id", "z-1")).isZero();
        assertThat(letters()).hasSize(3);
        assertThat(replay("since", EVER)).isZero();

        assertThat(receiver.takenIds()).containsExactly("w-4", "z-1", "y-2", "x-3");
        assertThat(receiver.taken()).extracting(Received::path).contains("/audit", "/billing");
        assertThat(letters()).isEmpty();
    }

    @Test
    void what_fails_again_stays_once_and_does_not_hold_up_the_others() throws Exception {
        letDie("billing/a-1", "billing/a-2", "audit/a-3");
        writeEmitters("billing");
        Files.writeString(folder.resolve("dead-letters/0-broken.json"), "{");
        Map<String, String> before = letters();
        receiver.recover("a-1");

        assertThat(replay("since", EVER)).isEqualTo(1);

        assertThat(receiver.takenIds()).containsExactly("a-2");
        assertThat(letters()).hasSize(3);
        assertThat(before).containsAllEntriesOf(letters());
        assertThat(lines()).filteredOn(line -> line.startsWith("STAYS ")).hasSize(3);
        assertThat(lines()).contains("STAYS 0-broken.json: it is no JSON object");
        assertThat(lines())
                .anyMatch(line -> line.contains("a-1 of the emitter billing was given up: exhausted after 2"));
        assertThat(lines()).anyMatch(line -> line.startsWith("STAYS ") && line.contains("audit"));

        Files.delete(folder.resolve("dead-letters/0-broken.json"));
        writeEmitters("billing", "audit");
        receiver.recover();
        assertThat(replay("since", EVER)).isZero();

        assertThat(receiver.takenIds()).containsExactly("a-2", "a-1", "a-3");
        assertThat(letters()).isEmpty();
    }

    @Test
    void does_nothing_when_it_is_not_told_clearly_what_to_do() throws Exception {
        letDie("billing/a-1");
        receiver.recover();

        assertThat(replay()).isEqualTo(2);
        assertThat(replay("id", "", "since", EVER)).isEqualTo(2);
        assertThat(replay("since", "yesterday")).isEqualTo(2);
        assertThat(replay("since", EVER, "dryRun", "yes")).isEqualTo(2);
        Files.writeString(folder.resolve("emitters.json"), "[{\"emitterId\": \"billing\", \"urll\": \"x\"}]");
        assertThat(replay("since", EVER)).isEqualTo(2);
        Files.delete(folder.resolve("emitters.json"));
        assertThat(replay("since", EVER)).isEqualTo(2);

        assertThat(receiver.taken()).isEmpty();
        assertThat(letters()).hasSize(1);
    }

    /** Emits to a receiver that is down, each as "emitter/id", one after the other, until all have become letters. */
    private void letDie(String... deliveries) throws Exception {
        Main service = new Main();
        service.addOverrideProperty("replay.folder", folder.toString());
        service.bind("letters", new Letters(folder));
        service.start();
        try {
            service.getCamelTemplate()
                    .sendBody(
                            "webhooks-emitter:*?operation=put",
                            folder.resolve("emitters.json").toFile());
            for (String delivery : deliveries) {
                int before = letters().size();
                String[] emitterAndId = delivery.split("/", 2);
                service.getCamelTemplate()
                        .sendBodyAndHeader(
                                "webhooks-emitter:" + emitterAndId[0] + "?event=invoice.paid",
                                INVOICE.getBytes(UTF_8),
                                "CamelWebhooksEmitterDeliveryId",
                                emitterAndId[1]);
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> letters().size() > before);
            }
        } finally {
            service.stop();
        }
    }

    private int replay(String... namesAndValues) throws Exception {
        Properties asked = new Properties();
        asked.setProperty("replay.folder", folder.toString());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            asked.setProperty("replay." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Replay.run(asked);
    }

    private void writeEmitters(String... ids) throws IOException {
        String emitters = Stream.of(ids)
                .map(id -> """
                        {"emitterId": "%s", "url": "%s", "maxAttempts": 2, "backoffDelay": "1ms",
                         "allowedNetworks": "loopback", "deadLetter": "direct:dead-letters"}""".formatted(id, receiver.url("/" + id)))
                .toList()
                .toString();
        Files.writeString(folder.resolve("emitters.json"), emitters);
    }

    private List<String> lines() {
        return List.copyOf(said.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private Map<String, String> letters() throws IOException {
        return files("dead-letters");
    }

    private Map<String, String> files(String name) throws IOException {
        Path inside = folder.resolve(name);
        Map<String, String> texts = new TreeMap<>();
        if (Files.isDirectory(inside)) {
            try (Stream<Path> all = Files.list(inside)) {
                all.filter(path -> path.toString().endsWith(".json"))
                        .forEach(path -> texts.put(path.toString(), text(path)));
            }
        }
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
