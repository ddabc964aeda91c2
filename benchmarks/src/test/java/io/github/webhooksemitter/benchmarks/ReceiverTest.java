package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReceiverTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Tally tally = new Tally(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final Ledger ledger = new Ledger();
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver(new Desk(tally, ledger));
        Thread thread = new Thread(receiver);
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void answers_each_request_of_a_connection_and_tells_when_all_are_in() throws Exception {
        tally.expect(2, false);

        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                // In two writes: the framing must not depend on what one read brings.
                write(socket, "POST /hooks/1 HTTP/1.1\r\nContent-Le");
                write(socket, "ngth: 2\r\n\r\n{}");
                assertThat(reply(socket)).isEqualTo(REPLY);
            }
        }

        tally.expect(1, false);
        assertThat(said.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll("^(done) .*", "$1")))
                .containsExactly("ready 0", "done", "ready 1");
    }

    @Test
    void takes_a_request_that_is_larger_than_its_first_buffer() throws Exception {
        tally.expect(1, false);

        try (Socket socket = connect()) {
            write(socket, request("hooks", "x", "a".repeat(300_000)));
            assertThat(reply(socket)).isEqualTo(REPLY);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("done");
    }

    @Test
    void tells_how_long_timed_deliveries_took() throws Exception {
        tally.expect(1, true);

        try (Socket socket = connect()) {
            write(socket, request("hooks", SentAt.deliveryId(Percentiles.clockMicros() - 2_000_000), "{}"));
            reply(socket);
        }

        String[] done = said.toString(StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(" ", 4);
        assertThat(Percentiles.parse(done[3]).p50()).isBetween(2_000_000.0, 12_000_000.0);
    }

    @Test
    void what_is_aside_is_answered_and_not_counted() throws Exception {
        tally.expect(1, false);

        try (Socket socket = connect()) {
            write(socket, request("aside", "x", "{}"));
            assertThat(reply(socket)).isEqualTo(REPLY);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("ready 0" + System.lineSeparator());
    }

    @Test
    void the_hanging_place_never_answers() throws Exception {
        try (Socket socket = connect()) {
            write(socket, request("hanging", "x", "{}"));
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void the_soak_notes_exactly_what_it_answers_200() throws Exception {
        ledger.open();
        BitSet taken = new BitSet();
        for (int number = 0; number < 60; number++) {
            try (Socket socket = connect()) {
                socket.setSoTimeout(2500);
                write(socket, request("soak", Ledger.deliveryId(number), "{}"));
                taken.set(number, reply(socket).equals(REPLY));
            } catch (SocketException | SocketTimeoutException e) {
                // A reset, or a request that is left hanging.
                taken.clear(number);
            }
        }

        assertThat(Ledger.parse(ledger.toText())).isEqualTo(taken);
        assertThat(taken.cardinality()).isBetween(40, 59);
    }

    private Socket connect() throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
    }

    private static String request(String place, String deliveryId, String body) {
        return "POST /" + place + "/1 HTTP/1.1\r\nX-Webhooks-Delivery: " + deliveryId + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static void write(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String reply(Socket socket) throws Exception {
        return new String(socket.getInputStream().readNBytes(REPLY.length()), StandardCharsets.US_ASCII);
    }
}
