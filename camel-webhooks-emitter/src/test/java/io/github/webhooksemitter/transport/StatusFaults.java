package io.github.webhooksemitter.transport;

import static io.github.webhooksemitter.transport.FaultCase.answering;
import static io.github.webhooksemitter.transport.FaultCase.of;

import io.github.webhooksemitter.transport.FaultCase.Count;
import java.util.List;

/** Rows {@code ok-*} and {@code s-*}: receivers that answer properly, only not with what one hoped for. */
final class StatusFaults {
    private static final String EMPTY = "\r\nContent-Length: 0\r\n\r\n";
    private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

    private StatusFaults() {}

    static List<FaultCase> all() {
        return List.of(
                answering("ok-204", OK).status(204).deliveries(3).connections(Count.ONE),
                answering("ok-205", "HTTP/1.1 205 Reset Content\r\nContent-Length: 5\r\n\r\nhello")
                        .status(205)
                        .deliveries(2)
                        .connections(Count.ONE_EACH),
                answering("s-304", "HTTP/1.1 304 Not Modified\r\n\r\n").status(304),
                status("s-301-chain", "301 Moved", "Location: /hooks/next").status(301),
                status("s-401", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"r\"")
                        .status(401)
                        .without("Authorization"),
                status("s-407", "407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"r\"")
                        .status(407)
                        .without("Proxy-Authorization"),
                status("s-404", "404 Not Found").status(404),
                status("s-410", "410 Gone").status(410).once(),
                retryAfter("s-429-sec", "429 Too Many Requests", "2").part("seconds"),
                retryAfter("s-429-date850", "429 Too Many Requests", "Wednesday, 01-Jan-70 00:00:00 GMT")
                        .part("RFC 850"),
                retryAfter("s-429-date850", "429 Too Many Requests", "Thu Jan  1 00:00:00 1970")
                        .part("asctime"),
                retryAfter("s-503-overflow", "503 Busy", "9223372036854775808").part("19 digits"),
                retryAfter("s-503-overflow", "503 Busy", "12345678901234567890").part("20 digits"),
                retryAfter("s-503-neg", "503 Busy", "-5"),
                retryAfter("s-503-zero", "503 Busy", "0"),
                retryAfter("s-503-junk", "503 Busy", "soon").part("a word"),
                retryAfter("s-503-junk", "503 Busy", "").part("empty"),
                retryAfter("s-503-junk", "503 Busy", "3", "7").part("two headers"),
                of("s-500", (raw, socket) -> {
                            raw.next(socket);
                            raw.say(
                                    socket,
                                    "HTTP/1.1 500 No\r\nContent-Type: text/html\r\nContent-Length: 10000000\r\n\r\n");
                            for (int i = 0; i < 10_000; i++) {
                                raw.say(socket, "<p>".repeat(333) + "x");
                            }
                        })
                        .status(500)
                        .connections(Count.ONE_EACH),
                status("s-502-504", "502 Bad Gateway").part("502").status(502),
                status("s-502-504", "504 Gateway Timeout").part("504").status(504),
                answering("s-1xx-one", "HTTP/1.1 100 Continue\r\n\r\n" + OK).status(204),
                answering("s-103", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(3) + OK)
                        .status(204),
                answering(
                                "s-101",
                                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                        .failure(Failure.RESPONSE)
                        .connections(Count.ONE_EACH),
                answering("s-expect", OK).status(204).without("Expect"));
    }

    private static FaultCase status(String row, String status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status);
        for (String header : headers) {
            head.append("\r\n").append(header);
        }
        return answering(row, head + EMPTY);
    }

    /** Here: one request, and the values as they came; the wait that follows is the delivery's. */
    private static FaultCase retryAfter(String row, String status, String... values) {
        String[] headers = new String[values.length];
        for (int i = 0; i < values.length; i++) {
            headers[i] = "Retry-After: " + values[i];
        }
        return status(row, status, headers)
                .status(Integer.valueOf(status.substring(0, 3)))
                .retryAfter(values)
                .once();
    }
}
