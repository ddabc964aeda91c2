package io.github.webhooksemitter.transport;

import static io.github.webhooksemitter.transport.FaultCase.of;

import io.github.webhooksemitter.transport.FaultCase.Count;
import java.util.List;

/** Rows {@code h-*}: what comes back has a head that is slow, huge or nonsense. */
final class HeadFaults {
    private static final int HEADER_LINES = 100_000;
    private static final int HUGE_LINE = 64 << 20;

    private HeadFaults() {}

    static List<FaultCase> all() {
        return List.of(
                of("h-slow-drip", (raw, socket) -> {
                            raw.next(socket);
                            raw.say(socket, "HTTP/1.1 200 OK\r\n");
                            raw.drip(socket, "x", 500);
                        })
                        .failure(Failure.DEADLINE)
                        .untilDeadline(),
                // not in the table
                of("h-1xx-flood", (raw, socket) -> {
                            raw.next(socket);
                            raw.drip(socket, "HTTP/1.1 102 Processing\r\n\r\n", 10);
                        })
                        .failure(Failure.DEADLINE)
                        .untilDeadline(),
                of("h-huge-line", (raw, socket) -> {
                            raw.next(socket);
                            raw.say(socket, "HTTP/1.1 200 OK\r\nX: ");
                            for (int sent = 0; sent < HUGE_LINE; sent += 1 << 16) {
                                raw.say(socket, "x".repeat(1 << 16));
                            }
                        })
                        .failure(Failure.RESPONSE)
                        .connections(Count.ONE_EACH),
                of("h-many", (raw, socket) -> {
                            raw.next(socket);
                            raw.say(socket, "HTTP/1.1 200 OK\r\n");
                            for (int sent = 0; sent < HEADER_LINES; sent += 1000) {
                                raw.say(socket, "X: y\r\n".repeat(1000));
                            }
                            raw.say(socket, "\r\n");
                        })
                        .failure(Failure.RESPONSE)
                        .connections(Count.ONE_EACH),
                saysAndWaits("h-status-999", "HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n")
                        .part("999")
                        .status(999),
                saysAndWaits("h-status-999", "HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n")
                        .part("099")
                        .failure(Failure.RESPONSE),
                // a frame without a line end: the rest of the line might still come
                saysAndWaits("h-http2-preface", "\0\0\0\4\0\0\0\0\0")
                        .part("and waits")
                        .failure(Failure.DEADLINE)
                        .untilDeadline(),
                of("h-http2-preface", (raw, socket) -> {
                            raw.next(socket);
                            raw.say(socket, "\0\0\0\4\0\0\0\0\0");
                        })
                        .part("and closes")
                        .failure(Failure.RESPONSE, Failure.IO),
                saysAndWaits("h-crlf-inj", headerValue("evil\rX-Evil: 1\0\u00ff"))
                        .part("CR, NUL and 8 bits")
                        .status(200),
                saysAndWaits("h-crlf-inj", headerValue("evil\nX-Evil: 1"))
                        .part("LF")
                        .status(200));
    }

    private static String headerValue(String value) {
        return "HTTP/1.1 200 OK\r\nX-Evil-Canary: " + value + "\r\nContent-Length: 0\r\n\r\n";
    }

    private static FaultCase saysAndWaits(String row, String reply) {
        return of(row, (raw, socket) -> {
            while (raw.next(socket)) {
                raw.say(socket, reply);
            }
        });
    }
}
