package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ReceiverTest {
    private static final String REPLY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @Test
    void answers_each_request_of_a_connection_and_tells_when_all_are_in() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Tally tally = new Tally(new PrintStream(said, true, StandardCharsets.UTF_8));
        Receiver receiver = new Receiver(tally);
        Thread thread = new Thread(receiver);
        thread.setDaemon(true);
        thread.start();
        tally.expect(2);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port())) {
            for (int i = 0; i < 3; i++) {
                // In two writes: the framing must not depend on what one read brings.
                socket.getOutputStream().write("POST / HTTP/1.1\r\nContent-Le".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write("ngth: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
                assertThat(read(socket.getInputStream())).isEqualTo(REPLY);
            }
        }

        tally.expect(1);
        assertThat(said.toString(StandardCharsets.UTF_8).lines().map(line -> line.replaceAll("^(done) .*", "$1")))
                .containsExactly("ready 0", "done", "ready 1");
    }

    private static String read(InputStream in) throws Exception {
        return new String(in.readNBytes(REPLY.length()), StandardCharsets.US_ASCII);
    }
}
