package io.github.webhooksemitter.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.Header;
import org.junit.jupiter.api.Test;

class RequestOnTheWireTest extends TransportTestSupport {

    private static final String[] CONTROL = {
        "Authorization",
        "authorization",
        "Cookie",
        "COOKIE",
        "Expect",
        "Host",
        "X-Own",
        "Content-Type",
        "Content-Encoding",
        "CamelHttpUri",
        "camelhttpuri",
        "CAMELHTTPURI",
        "CamelHttpPath",
        "camelHttpPath",
        "CamelHttpQuery",
        "CamelHttpRawQuery",
        "CamelHttpMethod",
        "CamelRestHttpUri",
        "camelresthttpuri",
        "CamelRestHttpQuery",
        "CamelHttpProtocolVersion",
        "traceparent",
        "tracestate"
    };

    private final List<Header> headers = headers(
            "X-Webhooks-Event", "averyimportantevent",
            "x-WEBHOOKS-delivery", "fbc7fbe7",
            "X-Twice", "1",
            "User-Agent", "WebHooks-Emitter/0.1.0",
            "X-Twice", "2",
            "Content-Type", "application/json");

    @Test
    void sends_exactly_the_given_headers_in_order_with_length_and_host() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            Attempt attempt =
                    send(sender(), attempt(server.url("/hooks/a%2Fb//c?x=1&y=%26;z"), "{\"a\":\"ü\"}", false));

            assertThat(attempt.statusCode()).isEqualTo(204);
            assertThat(attempt.failure()).isEmpty();
            assertThat(server.requests)
                    .containsExactly("POST /hooks/a%2Fb//c?x=1&y=%26;z HTTP/1.1\r\n"
                            + "X-Webhooks-Event: averyimportantevent\r\n"
                            + "x-WEBHOOKS-delivery: fbc7fbe7\r\n"
                            + "X-Twice: 1\r\n"
                            + "User-Agent: WebHooks-Emitter/0.1.0\r\n"
                            + "X-Twice: 2\r\n"
                            + "Content-Type: application/json\r\n"
                            + "Content-Length: 9\r\n"
                            + "Host: 127.0.0.1:" + server.port() + "\r\n\r\n"
                            + "{\"a\":\"ü\"}");
        }
    }

    @Test
    void an_empty_body_has_a_length() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            send(sender(), attempt(server.url(""), "", false));

            assertThat(server.requests.get(0)).startsWith("POST / HTTP/1.1\r\n").contains("Content-Length: 0\r\n");
        }
    }

    @Test
    void a_large_body_arrives_whole() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            String body = "x".repeat(1 << 20);
            send(sender(), attempt(server.url("/"), body, false));

            assertThat(server.requests.get(0)).endsWith("\r\n\r\n" + body);
        }
    }

    @Test
    void nothing_of_the_exchange_reaches_the_receiver_or_changes_where_it_goes() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK);
                RawServer other = RawServer.answering(RawServer.OK)) {
            Sender sender = sender();
            send(sender, attempt(server.url("/a?b"), "{}", false));
            for (String name : CONTROL) {
                Attempt attempt = attempt(server.url("/a?b"), "{}", false);
                Exchange exchange = exchange(attempt);
                exchange.getIn().setHeader(name, other.url("/stolen"));
                exchange.getIn().setBody("another body");
                send(sender, attempt, exchange);
            }

            assertThat(server.requests).hasSize(CONTROL.length + 1).containsOnly(server.requests.get(0));
            assertThat(other.connections).isEmpty();
        }
    }

    @Test
    void trace_headers_go_along_only_when_asked_for() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            for (boolean propagate : new boolean[] {true, false}) {
                Attempt attempt = attempt(server.url("/"), "{}", propagate);
                Exchange exchange = exchange(attempt);
                exchange.getIn().setHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
                exchange.getIn().setHeader("tracestate", "a\r\nX-Injected: 1");
                send(sender(), attempt, exchange);
            }

            assertThat(server.requests.get(0))
                    .contains("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n")
                    .doesNotContain("tracestate", "Injected");
            assertThat(server.requests.get(1)).doesNotContain("trace");
        }
    }

    @Test
    void basic_and_bearer_credentials_go_with_the_first_request_and_are_never_repeated() throws Exception {
        try (RawServer server = RawServer.answering(
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")) {
            Attempt basic = send(
                    sender(Map.of("authMethod", "Basic", "authUsername", "user", "authPassword", "pass")),
                    attempt(server.url("/"), "{}", false));
            send(
                    sender(Map.of("authMethod", "Bearer", "authBearerToken", "abc")),
                    attempt(server.url("/"), "{}", false));

            assertThat(basic.statusCode()).isEqualTo(401);
            assertThat(server.requests).hasSize(2);
            assertThat(server.requests.get(0)).contains("\r\nAuthorization: Basic dXNlcjpwYXNz\r\n");
            assertThat(server.requests.get(1)).contains("\r\nAuthorization: Bearer abc\r\n");
        }
    }

    @Test
    void through_a_named_proxy_the_request_says_nothing_more() throws Exception {
        try (RawServer proxy = RawServer.answering(RawServer.OK)) {
            Attempt attempt = send(
                    sender(ANY, Map.of("proxyHost", "127.0.0.1", "proxyPort", proxy.port())),
                    attempt("http://receiver.example/a%2Fb?c", "{}", false));

            assertThat(attempt.statusCode()).isEqualTo(204);
            assertThat(proxy.requests).hasSize(1);
            assertThat(proxy.requests.get(0))
                    .startsWith("POST http://receiver.example/a%2Fb?c HTTP/1.1\r\nX-Webhooks-Event: ")
                    .contains("\r\nHost: receiver.example\r\n", "\r\nContent-Length: 2\r\n")
                    .doesNotContain("Connection", "Accept-Encoding", "Apache");
        }
    }

    @Test
    void a_token_is_fetched_and_sent() throws Exception {
        String token = "{\"access_token\":\"t0k\",\"expires_in\":\"60\"}";
        try (RawServer tokens =
                        RawServer.answering("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                + token.length() + "\r\n\r\n" + token);
                RawServer server = RawServer.answering(RawServer.OK)) {
            Attempt attempt = send(
                    sender(Map.of(
                            "oauth2ClientId", "id",
                            "oauth2ClientSecret", "secret",
                            "oauth2TokenEndpoint", tokens.url("/token"))),
                    attempt(server.url("/"), "{}", false));

            assertThat(attempt.statusCode()).isEqualTo(204);
            assertThat(server.requests.get(0)).contains("\r\nAuthorization: Bearer t0k\r\n");
        }
    }

    @Test
    void an_exchange_without_an_attempt_and_an_attempt_used_twice_are_broken_promises() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            Sender sender = sender();
            Attempt attempt = attempt(server.url("/"), "{}", false);
            send(sender, attempt);

            assertThatThrownBy(() -> send(sender, attempt))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one request");
            Exchange none = exchange(attempt);
            none.removeProperty(Attempt.PROPERTY);
            assertThatThrownBy(() -> send(sender, attempt, none))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Attempt.PROPERTY);
        }
    }

    private Attempt attempt(String url, String body, boolean propagate) {
        return new Attempt(Target.parse(url), headers, body.getBytes(ISO_8859_1), LONG, propagate);
    }
}
