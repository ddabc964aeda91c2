package io.github.webhooksemitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.converter.stream.ReaderCache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted as a payload, what is sent of it, and what the caller's exchange is afterwards. */
class AcceptTest {
    private static final String TEXT = " {\r\n \"b\" : 1.50 , \"a\" : \"ä€😀\\u00e4\", \"b\" : null }\n";
    private static final String CANARY = "canary-7f3a";

    private final Camel camel = Camel.start();
    private final Receiver receiver = Receiver.start();

    @AfterEach
    void stop() {
        receiver.close();
        camel.close();
    }

    private String emitter() {
        return "webhooks-emitter:billing?event=e&url=" + receiver.url();
    }

    private Received delivered(Object body) {
        camel.emit(emitter(), body);
        return receiver.await(1).get(0);
    }

    private void route(String from, String to) throws Exception {
        route(from, to, exchange -> {});
    }

    private void route(String from, String to, Processor then) throws Exception {
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId("user").to(to).process(then);
            }
        });
    }

    // What is sent

    @FunctionalInterface
    interface Kind {
        Object of(byte[] json, Path directory) throws IOException;
    }

    static Stream<Arguments> textKinds() {
        return Stream.of(
                kind("byte[]", (json, directory) -> json),
                kind("ByteBuffer", (json, directory) -> ByteBuffer.wrap(json)),
                kind("direct ByteBuffer", (json, directory) -> ByteBuffer.allocateDirect(json.length)
                        .put(json)
                        .flip()),
                kind("slice of a ByteBuffer", (json, directory) -> ByteBuffer.allocate(json.length + 9)
                        .position(4)
                        .put(json)
                        .flip()
                        .position(4)
                        .asReadOnlyBuffer()),
                kind("String", (json, directory) -> new String(json, UTF_8)),
                kind("StringBuilder", (json, directory) -> new StringBuilder(new String(json, UTF_8))),
                kind("Reader", (json, directory) -> new StringReader(new String(json, UTF_8))),
                kind("InputStream", (json, directory) -> new ByteArrayInputStream(json)),
                kind("File", (json, directory) -> file(json, directory).toFile()),
                kind("Path", (json, directory) -> file(json, directory)),
                kind("StreamCache of bytes", (json, directory) -> new InputStreamCache(json)),
                kind("StreamCache of text", (json, directory) -> new ReaderCache(new String(json, UTF_8))));
    }

    private static Arguments kind(String name, Kind kind) {
        return Arguments.of(Named.of(name, kind));
    }

    private static Path file(byte[] json, Path directory) throws IOException {
        return Files.write(directory.resolve("event.json"), json);
    }

    @ParameterizedTest
    @MethodSource("textKinds")
    void json_text_is_sent_byte_for_byte(Kind kind, @TempDir Path directory) throws IOException {
        assertThat(delivered(kind.of(TEXT.getBytes(UTF_8), directory)).body()).isEqualTo(TEXT.getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("textKinds")
    void the_body_is_as_readable_after_the_emit_as_before(Kind kind, @TempDir Path directory) throws Exception {
        route("direct:in", emitter());
        Exchange exchange = camel.emit("direct:in", kind.of(TEXT.getBytes(UTF_8), directory));

        assertThat(text(exchange)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @MethodSource("textKinds")
    void the_body_is_as_readable_after_a_refused_emit_as_before(Kind kind, @TempDir Path directory) throws Exception {
        String tooLarge = "\"" + CANARY.repeat(50) + "\"";
        Exchange exchange =
                camel.send(emitter() + "&maxPayloadSize=100", kind.of(tooLarge.getBytes(UTF_8), directory), Map.of());

        assertThat(exchange.getException()).hasMessageContaining("maxPayloadSize");
        assertThat(text(exchange)).isEqualTo(tooLarge);
    }

    /** Camel itself cannot read a buffer that does not begin at 0. */
    private static String text(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof ByteBuffer buffer
                ? UTF_8.decode(buffer).toString()
                : exchange.getMessage().getBody(String.class);
    }

    static Stream<Arguments> values() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", 7);
        map.put("name", "Zoë");
        map.put("none", null);
        return Stream.of(
                Arguments.of(map, "{\"id\":7,\"name\":\"Zoë\",\"none\":null}"),
                Arguments.of(new Order(7, "Zoë"), "{\"id\":7,\"customerName\":\"Zoë\"}"),
                Arguments.of(List.of(1, "two", List.of()), "[1,\"two\",[]]"),
                Arguments.of(new int[] {1, 2}, "[1,2]"),
                Arguments.of(42, "42"),
                Arguments.of(1.5, "1.5"),
                Arguments.of(true, "true"),
                Arguments.of(JsonNodeFactory.instance.objectNode().put("a", 1), "{\"a\":1}"),
                Arguments.of(Map.of(1, "odd key"), "{\"1\":\"odd key\"}"),
                Arguments.of(Map.of(Map.of("k", "v"), 1), "{\"{k=v}\":1}"),
                Arguments.of(Map.of("raw", new byte[] {(byte) 0xff, 0}), "{\"raw\":\"/wA=\"}"),
                Arguments.of(Map.of("nan", Double.NaN), "{\"nan\":\"NaN\"}"),
                Arguments.of(Map.of("half", "\ud83d"), "{\"half\":\"\\uD83D\"}"));
    }

    record Order(int id, String customerName) {}

    @ParameterizedTest
    @MethodSource("values")
    void any_other_value_is_written_by_jackson(Object value, String json) {
        assertThat(delivered(value).text()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\\ud800\"",
                "[[[[]]]]",
                "{\"a\":{\"a\":[{}]}}",
                "  0  ",
                "-1.5E-300",
                "\"\\u0000\u2028\"",
            })
    void every_json_value_is_accepted_as_it_stands(String json) {
        assertThat(delivered(json).text()).isEqualTo(json);
    }

    static Stream<Arguments> extremes() {
        return Stream.of(
                Arguments.of(Named.of("a number of 5,000 digits", "1".repeat(5000))),
                Arguments.of(Named.of("a depth of 3,000", "[".repeat(3000) + "]".repeat(3000))),
                Arguments.of(Named.of("a name of 60,000 characters", "{\"" + "n".repeat(60_000) + "\":1}")));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void json_is_not_refused_for_limits_of_the_parser(String json) {
        assertThat(delivered(json).text()).isEqualTo(json);
    }

    @Test
    void a_body_changed_after_the_emit_is_sent_as_it_was() {
        receiver.answering(503, 200);
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        Map<String, Object> map = new HashMap<>(Map.of("b", 1));
        String uri = emitter() + "&backoffDelay=10ms";
        camel.emit(uri, "\"first, and so retried\"");
        camel.emit(uri, body);
        camel.emit(uri, map);
        Arrays.fill(body, (byte) 'x');
        map.put("b", 2);

        assertThat(receiver.await(4).subList(2, 4))
                .extracting(Received::text)
                .containsExactly("{\"a\":1}", "{\"b\":1}");
    }

    // Files and streams that are gone when the delivery is made

    @Test
    void a_file_of_a_route_is_done_with_as_soon_as_it_is_queued(@TempDir Path directory) throws Exception {
        receiver.hanging();
        byte[] json = TEXT.getBytes(UTF_8);
        route("file:" + directory + "?initialDelay=0&delay=20", emitter());
        Files.write(directory.resolve("order.json"), json);

        Path moved = directory.resolve(".camel/order.json");
        await().until(() -> Files.exists(moved) && !Files.exists(directory.resolve("order.json")));
        assertThat(receiver.await(1).get(0).body()).isEqualTo(json);
        await().until(() -> camel.context().getInflightRepository().size("user") == 0);
    }

    @Test
    void a_file_of_a_route_is_retried_with_the_same_bytes_after_it_was_deleted(@TempDir Path directory)
            throws Exception {
        receiver.answering(request -> {
            boolean gone = !Files.exists(directory.resolve("order.json"));
            return Receiver.Reply.of(gone && receiver.requests().size() > 1 ? 200 : 503);
        });
        byte[] json = TEXT.getBytes(UTF_8);
        route("file:" + directory + "?initialDelay=0&delay=20&delete=true", emitter() + "&backoffDelay=50ms");
        Files.write(directory.resolve("order.json"), json);

        await().until(() -> status("delivered").equals(1L));
        assertThat(receiver.requests()).allMatch(request -> request.text().equals(TEXT));
    }

    @Test
    void a_file_in_another_charset_is_sent_as_utf8_when_the_route_says_so(@TempDir Path directory) throws Exception {
        Charset latin1 = StandardCharsets.ISO_8859_1;
        route("file:" + directory + "?initialDelay=0&delay=20&charset=ISO-8859-1", emitter());
        Files.write(directory.resolve("order.json"), "{\"a\":\"ä\"}".getBytes(latin1));

        assertThat(receiver.await(1).get(0).text()).isEqualTo("{\"a\":\"ä\"}");
    }

    @Test
    void a_stream_is_delivered_although_its_file_is_deleted_after_the_emit(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("order.json"), TEXT);
        camel.emit(emitter(), "\"attached\"");
        receiver.await(1);
        camel.emit("webhooks-emitter:billing?operation=pause", null);
        try (InputStream stream = Files.newInputStream(file)) {
            camel.emit(emitter(), stream);
        }
        Files.delete(file);
        camel.emit("webhooks-emitter:billing?operation=resume", null);

        assertThat(receiver.await(2).get(1).text()).isEqualTo(TEXT);
    }

    private Object status(String name) {
        Map<?, ?> status = camel.send("webhooks-emitter:billing?operation=status", null, Map.of())
                .getMessage()
                .getBody(Map.class);
        return status == null ? "" : status.get(name);
    }

    // The caller's exchange

    @Test
    void the_exchange_goes_on_unchanged_but_for_the_accepted_id() {
        Object body = Map.of("a", 1);
        Map<String, Object> headers = Map.of("X-Mine", 1, Exchange.CONTENT_TYPE, "text/plain", "Authorization", "x");
        Exchange exchange = camel.emit(emitter() + "&secret=s", body, headers);

        assertThat(exchange.getMessage().getBody()).isSameAs(body);
        Map<String, Object> after = new HashMap<>(exchange.getMessage().getHeaders());
        assertThat(after.remove(WebhooksEmitterConstants.ACCEPTED_ID))
                .isEqualTo(receiver.await(1).get(0).deliveryId());
        assertThat(after).isEqualTo(headers);
        assertThat(exchange.getAllProperties().keySet()).noneMatch(name -> name.contains("WebhooksEmitter"));
    }

    @Test
    void a_waited_for_delivery_adds_status_and_attempts_and_never_the_reply() {
        Exchange exchange = camel.emit(emitter() + "&waitForDelivery=true", "{}");

        assertThat(exchange.getMessage().getBody()).isEqualTo("{}");
        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(
                        WebhooksEmitterConstants.ACCEPTED_ID,
                        WebhooksEmitterConstants.STATUS_CODE,
                        WebhooksEmitterConstants.ATTEMPTS);
    }

    @Test
    void two_emits_in_one_route_make_two_ids() throws Exception {
        List<Object> accepted = new ArrayList<>();
        camel.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                Processor note =
                        exchange -> accepted.add(exchange.getMessage().getHeader(WebhooksEmitterConstants.ACCEPTED_ID));
                from("direct:in").to(emitter()).process(note).to(emitter()).process(note);
            }
        });
        camel.emit("direct:in", "{}");

        assertThat(receiver.await(2)).extracting(Received::deliveryId).isEqualTo(accepted);
        assertThat(accepted).doesNotHaveDuplicates().allMatch(id -> id.toString()
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void a_given_delivery_id_is_used_and_stays_as_it_is() {
        String id = "jms:[4711]/{a}%00;b=\"c\"" + "x".repeat(200);
        Map<String, Object> headers = Map.of(WebhooksEmitterConstants.DELIVERY_ID, id);
        Exchange exchange = camel.emit(emitter(), "{}", headers);

        assertThat(receiver.await(1).get(0).deliveryId()).isEqualTo(id);
        assertThat(exchange.getMessage().getHeaders())
                .isEqualTo(Map.of(WebhooksEmitterConstants.DELIVERY_ID, id, WebhooksEmitterConstants.ACCEPTED_ID, id));
    }

    @Test
    void a_given_delivery_id_that_is_no_text_is_used_as_text() {
        camel.emit(emitter(), "{}", Map.of(WebhooksEmitterConstants.DELIVERY_ID, 4711L));

        assertThat(receiver.await(1).get(0).deliveryId()).isEqualTo("4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nX-Injected: 1", "ä", "\u0000"})
    void a_given_delivery_id_that_no_header_can_carry_is_refused(String id) {
        assertRefused(
                "{}", Map.of(WebhooksEmitterConstants.DELIVERY_ID, id), WebhooksEmitterConstants.DELIVERY_ID, "256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_given_delivery_id_that_is_blank_is_none(String id) {
        Exchange exchange = camel.emit(emitter(), "{}", Map.of(WebhooksEmitterConstants.DELIVERY_ID, id));

        assertThat(receiver.await(1).get(0).deliveryId())
                .isNotBlank()
                .isEqualTo(exchange.getMessage().getHeader(WebhooksEmitterConstants.ACCEPTED_ID));
    }

    @Test
    void a_given_delivery_id_that_is_too_long_is_refused() {
        Map<String, Object> headers = Map.of(WebhooksEmitterConstants.DELIVERY_ID, "x".repeat(257));

        assertRefused("{}", headers, WebhooksEmitterConstants.DELIVERY_ID, "256");
    }

    @Test
    void the_event_of_the_header_wins_over_that_of_the_endpoint() {
        Exchange exchange = camel.emit(emitter(), "{}", Map.of(WebhooksEmitterConstants.EVENT, "order.created"));

        assertThat(receiver.await(1).get(0).header("X-Webhooks-Event")).isEqualTo("order.created");
        assertThat(exchange.getMessage().getHeader(WebhooksEmitterConstants.EVENT))
                .isEqualTo("order.created");
    }

    // What is refused

    private Exception refused(Object body, Map<String, Object> headers) {
        Exchange exchange = camel.send(emitter() + "&maxPayloadSize=100000", body, headers);
        assertThat(exchange.getException()).isNotNull();
        assertThat(exchange.getMessage().getHeader(WebhooksEmitterConstants.ACCEPTED_ID))
                .isNull();
        assertThat(status("queued")).isEqualTo(0);
        assertThat(status("inFlight")).isEqualTo(0);
        return exchange.getException();
    }

    private void assertRefused(@Nullable Object body, Map<String, Object> headers, String... says) {
        for (Throwable cause = refused(body, headers); cause != null; cause = cause.getCause()) {
            assertThat(cause).hasMessageContainingAll(says);
            assertThat(cause.getMessage())
                    .doesNotContain(CANARY)
                    .doesNotContain("\n")
                    .endsWith(".");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                Arguments.of("plain text", CANARY),
                Arguments.of("XML", "<order>" + CANARY + "</order>"),
                Arguments.of("an object that does not end", "{\"a\":\"" + CANARY + "\""),
                Arguments.of("a string that does not end", "\"" + CANARY),
                Arguments.of("an unquoted name", "{" + CANARY + ":1}"),
                Arguments.of("single quotes", "{'a':'" + CANARY + "'}"),
                Arguments.of("a trailing comma", "[\"" + CANARY + "\",]"),
                Arguments.of("a comment", "/* " + CANARY + " */ {}"),
                Arguments.of("two values", "{} \"" + CANARY + "\""),
                Arguments.of("two values without a blank", "{}{\"a\":\"" + CANARY + "\"}"),
                Arguments.of("rubbish after the value", "{} " + CANARY),
                Arguments.of("a leading zero", "[007,\"" + CANARY + "\"]"),
                Arguments.of("NaN", "[NaN,\"" + CANARY + "\"]"),
                Arguments.of("a control character in a string", "\"" + CANARY + "\t\""),
                Arguments.of("an unknown escape", "\"" + CANARY + "\\x\""),
                Arguments.of("a byte order mark", "\uFEFF{\"a\":\"" + CANARY + "\"}"),
                Arguments.of(
                        "UTF-16 without a mark", ("{\"a\":\"" + CANARY + "\"}").getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("UTF-16 with a mark", ("{\"a\":\"" + CANARY + "\"}").getBytes(StandardCharsets.UTF_16)),
                Arguments.of("UTF-32", ("{\"a\":\"" + CANARY + "\"}").getBytes(Charset.forName("UTF-32"))),
                Arguments.of("Latin-1", ("{\"ä\":\"" + CANARY + "\"}").getBytes(StandardCharsets.ISO_8859_1)),
                Arguments.of("bytes of a surrogate", new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}),
                Arguments.of("half of a surrogate pair", "\"" + CANARY + "\ud83d\""),
                Arguments.of("half of a surrogate pair in a reader", new StringReader("\"" + CANARY + "\ud83d\"")),
                Arguments.of("half of a surrogate pair in a cache", new ReaderCache("\"" + CANARY + "\ud83d\"")),
                Arguments.of("empty text", ""),
                Arguments.of("blanks", " \n\t "),
                Arguments.of("no bytes", new byte[0]),
                Arguments.of("an empty stream", new ByteArrayInputStream(new byte[0])),
                Arguments.of("an empty buffer", ByteBuffer.allocate(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notJson")
    void what_is_not_json_is_refused_without_being_quoted(String kind, Object body) {
        assertRefused(body, Map.of(), "not JSON", "Send JSON text");
    }

    @Test
    void a_null_body_is_refused() {
        assertRefused(null, Map.of(), "body is null", "send JSON text");
    }

    @Test
    void a_file_that_is_not_there_is_refused(@TempDir Path directory) {
        assertRefused(directory.resolve(CANARY), Map.of(), "could not be read", "send JSON text");
    }

    static Stream<Arguments> tooLarge() {
        String json = "\"" + CANARY.repeat(20_000) + "\"";
        byte[] bytes = json.getBytes(UTF_8);
        return Stream.of(
                Arguments.of(Named.of("String", json)),
                Arguments.of(Named.of("byte[]", bytes)),
                Arguments.of(Named.of("endless InputStream", new EndlessStream())),
                Arguments.of(Named.of("Reader", new StringReader(json))),
                Arguments.of(Named.of("StreamCache", new InputStreamCache(bytes))),
                Arguments.of(Named.of("text of few characters and many bytes", "\"" + "€".repeat(50_000) + "\"")),
                Arguments.of(Named.of("Map", Map.of("a", json))));
    }

    /** More than fits into the heap, if it is read to its end. */
    private static final class EndlessStream extends InputStream {
        @Override
        public int read() {
            return '1';
        }
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void a_body_over_the_limit_is_refused_and_the_option_named(Object body) {
        assertRefused(body, Map.of(), "maxPayloadSize", "100000");
    }

    @Test
    void a_body_of_exactly_the_limit_is_accepted() {
        String json = "\"" + "€".repeat(32) + "\"";
        camel.emit(emitter() + "&maxPayloadSize=98", json);

        assertThat(receiver.await(1).get(0).text()).isEqualTo(json);
    }

    static Stream<Arguments> unwritable() {
        List<Object> cycle = new ArrayList<>(List.of(CANARY));
        cycle.add(cycle);
        return Stream.of(
                Arguments.of(Named.of("a cycle", cycle)),
                Arguments.of(Named.of("a bean of no properties", new Object())),
                Arguments.of(Named.of("a getter that fails", new Failing())),
                Arguments.of(Named.of("a null key", Collections.singletonMap(null, CANARY))));
    }

    static final class Failing {
        public String getName() {
            throw new IllegalStateException(CANARY);
        }
    }

    @ParameterizedTest
    @MethodSource("unwritable")
    void a_value_that_jackson_cannot_write_is_refused_without_being_quoted(Object value) {
        assertRefused(value, Map.of(), "cannot be written as JSON", "ObjectMapper");
    }

    @Test
    void a_missing_event_is_refused_and_both_ways_to_give_it_named() {
        Exchange exchange = camel.send("webhooks-emitter:billing?url=" + receiver.url(), "{}", Map.of());

        assertThat(exchange.getException())
                .hasMessageContainingAll("no event", "option event", WebhooksEmitterConstants.EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\r\nX-Injected: 1", "a,b", "invoice.*", "\u00e4"})
    void an_event_of_the_header_that_is_none_is_refused(String event) {
        assertRefused("{}", Map.of(WebhooksEmitterConstants.EVENT, event), WebhooksEmitterConstants.EVENT, "256");
    }

    // The ObjectMapper

    @Test
    void without_an_object_mapper_in_the_registry_modules_of_the_classpath_are_used_and_times_are_text() {
        Map<String, Object> times = new LinkedHashMap<>();
        times.put("at", Instant.parse("2026-01-02T03:04:05Z"));
        times.put("day", LocalDate.of(2026, 1, 2));

        assertThat(delivered(times).text()).isEqualTo("{\"at\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\"}");
    }

    private static final ObjectMapper SNAKE = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    private static final String SNAKE_JSON = "{\"id\":1,\"customer_name\":\"Zoë\"}";
    private static final String OWN_JSON = "{\"id\":1,\"customerName\":\"Zoë\"}";

    @Test
    void the_only_object_mapper_of_the_registry_is_used_whatever_its_name() {
        camel.context().getRegistry().bind("mine", SNAKE);

        assertThat(delivered(new Order(1, "Zoë")).text()).isEqualTo(SNAKE_JSON);
    }

    @Test
    void of_several_object_mappers_the_one_of_that_name_is_used() {
        camel.context().getRegistry().bind("other", new ObjectMapper());
        camel.context().getRegistry().bind("objectMapper", SNAKE);

        assertThat(delivered(new Order(1, "Zoë")).text()).isEqualTo(SNAKE_JSON);
    }

    @Test
    void of_several_object_mappers_without_that_name_none_is_used() {
        camel.context().getRegistry().bind("one", SNAKE);
        camel.context().getRegistry().bind("two", SNAKE.copy());

        assertThat(delivered(new Order(1, "Zoë")).text()).isEqualTo(OWN_JSON);
    }
}
