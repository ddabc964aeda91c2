package io.github.webhooksemitter.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class QuickstartTest {
    private static final String SHIPPED = "events";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void delivers_every_shipped_event_and_shows_one_retry() throws IOException {
        int exitCode = run("--folder", SHIPPED);

        assertThat(output())
                .endsWith("5 events, 6 requests, 5 delivered, 5 signatures verified\n")
                .contains("POST /webhooks HTTP/1.1", "X-Webhooks-Event: order.shipped", "User-Agent: WebHooks-Emitter/")
                .contains("--- attempt 1, signature verified, answered 503")
                .contains("--- attempt 2, signature verified, answered 204")
                .doesNotContain("NOT VERIFIED", "attempt 3")
                .contains(Files.readString(Path.of(SHIPPED, "order.created-1002.json")));
        assertThat(exitCode).isZero();
    }

    @Test
    void sends_the_files_of_the_users_folder_in_the_order_of_their_names() throws IOException {
        Files.writeString(folder.resolve("room.booked-2.json"), "{\"guest\": \"Ægir\"}");
        Files.writeString(folder.resolve("room.booked-1.json"), "[1, 2]");
        Files.writeString(folder.resolve("notes.txt"), "not an event");

        int exitCode = run("--folder", folder.toString());

        assertThat(output())
                .endsWith("2 events, 3 requests, 2 delivered, 2 signatures verified\n")
                .containsSubsequence("[1, 2]", "[1, 2]", "{\"guest\": \"Ægir\"}");
        assertThat(exitCode).isZero();
    }

    @Test
    void sends_to_the_users_receiver() throws IOException {
        try (TestReceiver receiver = new TestReceiver(204)) {
            int exitCode = run("--folder", SHIPPED, "--url", receiver.url("/in?a=1&b=2"), "--secret", "top+secret&=%");

            assertThat(output()).endsWith("\n5 events, 5 delivered\n");
            assertThat(exitCode).isZero();
            assertThat(receiver.targets()).hasSize(5).containsOnly("/in?a=1&b=2");
            assertThat(receiver.events())
                    .containsExactly("order.created", "order.created", "order.paid", "order.refunded", "order.shipped");
            assertThat(receiver.signatures()).allSatisfy((body, signature) -> assertThat(
                            new SignatureCheck("top+secret&=%").verify(signature, body.getBytes(UTF_8)))
                    .isTrue());
        }
    }

    @Test
    void fails_and_keeps_what_the_users_receiver_does_not_take() throws IOException {
        Files.writeString(folder.resolve("cart.lost-1.json"), "{\"cart\": 1}");
        try (TestReceiver receiver = new TestReceiver(500)) {
            int exitCode = run("--folder", folder.toString(), "--url", receiver.url("/"));

            assertThat(output()).endsWith("1 event, 0 delivered, 1 given up\n");
            assertThat(exitCode).isEqualTo(1);
            assertThat(receiver.targets()).hasSize(4);
            assertThat(Path.of("target/given-up")).isDirectoryContaining("glob:**/cart.lost-*.json");
        }
    }

    @Test
    void ends_when_the_users_receiver_is_gone() throws IOException {
        Files.writeString(folder.resolve("cart.gone-1.json"), "{\"cart\": 1}");
        Files.writeString(folder.resolve("cart.gone-2.json"), "{\"cart\": 2}");
        try (TestReceiver receiver = new TestReceiver(410)) {
            int exitCode = run("--folder", folder.toString(), "--url", receiver.url("/"));

            assertThat(output()).contains("2 events, 0 delivered");
            assertThat(exitCode).isEqualTo(1);
        }
    }

    @Test
    void fails_when_a_file_is_no_json() throws IOException {
        Files.writeString(folder.resolve("order.created-1.json"), "{\"order\": ");
        Files.writeString(folder.resolve("order.paid-1.json"), "{\"order\": 1}");

        int exitCode = run("--folder", folder.toString());

        assertThat(output()).endsWith("2 events, 2 requests, 1 delivered, 1 signatures verified, 1 refused\n");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void says_in_one_sentence_what_is_wrong_with_the_command_line() {
        says("nowhere", "--folder", folder.resolve("nowhere").toString());
        says("no .json files", "--folder", folder.toString());
        says("ftp://example.org/", "--folder", SHIPPED, "--url", "ftp://example.org/");
        says("no url at all", "--folder", SHIPPED, "--url", "no url at all");
        says("'--url' does not fit", "--folder", SHIPPED, "--url");
        says("'--colour' does not fit", "--colour", "blue");
    }

    private void says(String part, String... arguments) {
        printed.reset();

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(output()).hasLineCount(1).contains(part);
    }

    private int run(String... arguments) {
        return Quickstart.run(arguments, new PrintStream(printed, true, UTF_8));
    }

    private String output() {
        return printed.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
