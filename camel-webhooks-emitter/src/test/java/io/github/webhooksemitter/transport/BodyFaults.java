package io.github.webhooksemitter.transport;

import static io.github.webhooksemitter.transport.FaultCase.of;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.webhooksemitter.transport.FaultCase.Count;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

/** Rows {@code b-*}: a 2xx with a body that nobody should wait for, keep, unpack or read back. */
final class BodyFaults {
    /** Whether a reply's object was read back. */
    static final AtomicBoolean DESERIALISED = new AtomicBoolean();

    private static final String CHUNK = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

    private BodyFaults() {}

    static List<FaultCase> all() {
        return List.of(
                replying(
                        "b-drip",
                        "Transfer-Encoding: chunked\r\n\r\n",
                        (raw, socket) -> raw.drip(socket, "1\r\nx\r\n", 500)),
                replying("b-endless-fast", "Transfer-Encoding: chunked\r\n\r\n", (raw, socket) -> {
                    while (true) {
                        raw.say(socket, CHUNK);
                    }
                }),
                replying("b-short", "Content-Length: 1000\r\n\r\n0123456789", (raw, socket) -> {}),
                replying("b-cl-huge", "Content-Length: 9223372036854775807\r\n\r\nx", (raw, socket) -> raw.hang()),
                replying("b-gzip-bomb", bomb(300 << 20), (raw, socket) -> raw.hang())
                        .part("0.3 MB")
                        .without("Accept-Encoding"),
                // 16 KB are read, so that the connection can be kept, and are not unpacked either
                FaultCase.answering("b-gzip-bomb", "HTTP/1.1 200 OK\r\n" + bomb(12 << 20))
                        .part("12 KB")
                        .status(200)
                        .deliveries(2)
                        .connections(Count.ONE),
                FaultCase.answering("b-java-serialized", "HTTP/1.1 200 OK\r\n" + gadget())
                        .status(200));
    }

    /** A receiver that sends a body of its own way after each request's status. */
    private static FaultCase replying(String row, String head, RawServer.Conversation body) {
        return of(row, (raw, socket) -> {
                    raw.next(socket);
                    raw.say(socket, "HTTP/1.1 200 OK\r\n" + head);
                    body.hold(raw, socket);
                })
                .status(200)
                .deliveries(2)
                .connections(Count.ONE_EACH);
    }

    private static String bomb(int size) {
        try {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] zeros = new byte[1 << 20];
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                for (int written = 0; written < size; written += zeros.length) {
                    gzip.write(zeros);
                }
            }
            return "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n"
                    + packed.toString(ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String gadget() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(new Gadget());
            }
            return "Content-Type: application/x-java-serialized-object\r\nContent-Length: " + bytes.size() + "\r\n\r\n"
                    + bytes.toString(ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells that it was read back. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            DESERIALISED.set(true);
        }
    }
}
