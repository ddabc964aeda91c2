package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest extends TransportTestSupport {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @ParameterizedTest
    @ValueSource(strings = {"429 Slow", "503 Busy"})
    void a_retry_after_is_handed_over_at_once_and_is_one_request(String status) throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 " + status + "\r\nRetry-After: 6\r\nretry-after:\r\nContent-Length: 0\r\n\r\n")) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isIn(429, 503);
            assertThat(attempt.retryAfter()).containsExactly("6", "");
            assertThat(took(attempt)).isLessThan(AT_ONCE);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed(int status) throws Exception {
        try (RawServer other = RawServer.answering(RawServer.OK);
                RawServer server = RawServer.answering("HTTP/1.1 " + status + " Moved\r\nLocation: " + other.url("/")
                        + "\r\nContent-Length: 0\r\n\r\n")) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isEqualTo(status);
            assertThat(other.connections).isEmpty();
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_cookie_is_not_sent_back() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n")) {
            Sender sender = sender();
            send(sender, attempt(server.url("/"), LONG));
            send(sender, attempt(server.url("/"), LONG));

            assertThat(server.requests).hasSize(2).noneMatch(request -> request.contains("ookie"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 No\r\nWWW-Authenticate: Basic realm=\"x\"",
                "407 No\r\nProxy-Authenticate: Basic realm=\"x\"",
                "408 Late",
                "304 Same",
                "999 What"
            })
    void any_other_status_is_one_request(String head) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n")) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isEqualTo(Integer.parseInt(head.substring(0, 3)));
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3;x=y\r\n...\r\n0\r\nTrailer: t\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 None\r\n\r\n",
                "HTTP/1.1 500 No\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nnot"
            })
    void a_small_reply_keeps_its_connection(String reply) throws Exception {
        try (RawServer server = RawServer.answering(reply)) {
            Sender sender = sender();
            for (int i = 0; i < 20; i++) {
                assertThat(send(sender, attempt(server.url("/"), LONG)).statusCode())
                        .isIn(200, 204, 500);
            }

            assertThat(server.requests).hasSize(20);
            assertThat(server.connections).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 9223372036854775807\r\n\r\nxx",
                "Content-Length: 1000\r\n\r\nxx",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "Content-Length: 16385\r\n\r\nxx",
                "Connection: close\r\n\r\nxx",
                "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n",
                "Content-Type: application/x-java-serialized-object; charset=nope\r\nContent-Length: 2\r\n\r\nxx"
            })
    void a_broken_or_large_body_leaves_the_status_and_costs_no_time(String rest) throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\n" + rest);
            raw.hang();
        })) {
            Sender sender = sender();
            Attempt attempt = send(sender, attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isEqualTo(200);
            assertThat(attempt.failure()).isEmpty();
            assertThat(took(attempt)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void an_endless_body_is_read_to_its_limit() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            while (true) {
                raw.say(socket, chunk);
            }
        })) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isEqualTo(200);
            assertThat(took(attempt)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void bytes_nobody_asked_for_are_not_the_next_answer() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            boolean first = raw.connections.size() == 1;
            while (raw.next(socket)) {
                raw.say(socket, RawServer.OK + (first ? "HTTP/1.1 500 Planted\r\nContent-Length: 0\r\n\r\n" : ""));
            }
        })) {
            Sender sender = sender();

            assertThat(List.of(
                            send(sender, attempt(server.url("/"), LONG)).statusCode(),
                            send(sender, attempt(server.url("/"), LONG)).statusCode()))
                    .containsExactly(204, 204);
            assertThat(server.connections).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "\r\n\r\n\r\n\r\n\r\n\r\n",
                "\0\0\22\4\0\0\0\0\0\0\0\r\n",
                "HTTP/1.1 099 Low\r\n\r\n",
                "HTTP/1.1 000 None\r\n\r\n",
                "HTTP/1.1 -12 No\r\n\r\n",
                "HTTP/1.1 99999999999 No\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"
            })
    void what_is_no_http_reply_is_a_response_failure(String reply) throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, reply);
            raw.hang();
        })) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.failure()).contains(Failure.RESPONSE);
            assertThat(attempt.statusCode()).isZero();
            assertThat(took(attempt)).isLessThan(AT_ONCE);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_huge_header_line_is_a_response_failure() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\nX: ");
            raw.drip(socket, "x".repeat(60_000), 1);
        })) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.failure()).contains(Failure.RESPONSE);
            assertThat(took(attempt)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void a_hundred_thousand_headers_are_a_response_failure() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000) + "\r\n")) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.failure()).contains(Failure.RESPONSE);
        }
    }

    @Test
    void no_reply_at_all_is_an_io_failure_and_one_request() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.next(socket))) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.failure()).contains(Failure.IO);
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void half_a_head_is_an_io_failure_and_one_request() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\nConte");
        })) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.failure()).isPresent();
            assertThat(server.requests).hasSize(1);
        }
    }
}
