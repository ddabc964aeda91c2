package io.github.webhooksemitter.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest extends TransportTestSupport {

    private static final Duration DEADLINE = Duration.ofMillis(600);
    private static final Duration GRACE = Duration.ofMillis(250);

    private final Hiccups hiccups = Hiccups.watch();

    @AfterEach
    void stopWatch() {
        hiccups.close();
    }

    @Test
    void a_receiver_that_hangs_costs_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            endsAtDeadline(send(sender(), attempt(server.url("/"), DEADLINE)));
        }
    }

    @Test
    void dripping_headers_cost_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\n");
            raw.drip(socket, "X", 50);
        })) {
            endsAtDeadline(send(sender(), attempt(server.url("/"), DEADLINE)));
        }
    }

    @Test
    void interim_replies_for_ever_cost_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.drip(socket, "HTTP/1.1 102 Processing\r\n\r\n", 20);
        })) {
            endsAtDeadline(send(sender(), attempt(server.url("/"), DEADLINE)));
        }
    }

    @Test
    void a_receiver_that_does_not_read_costs_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            byte[] large = new byte[32 << 20];
            endsAtDeadline(send(sender(), new Attempt(Target.parse(server.url("/")), List.of(), large, DEADLINE)));
        }
    }

    @Test
    void a_tls_handshake_that_stalls_costs_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            endsAtDeadline(send(sender(), attempt("https://127.0.0.1:" + server.port() + "/", DEADLINE)));
        }
    }

    @Test
    void a_wait_for_a_connection_costs_the_deadline() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            Sender one = sender();
            CompletableFuture<Attempt> first = sendAside(one, attempt(server.url("/"), LONG));
            await().until(() -> !server.connections.isEmpty());

            Attempt second = attempt(server.url("/"), DEADLINE);
            endsAtDeadline(send(one, second));
            assertThat(server.connections).hasSize(1);
            assertThat(first).isNotDone();
        }
    }

    @Test
    void a_token_that_does_not_come_costs_the_deadline() throws Exception {
        try (RawServer tokens = new RawServer((raw, socket) -> raw.hang());
                RawServer server = RawServer.answering(RawServer.OK)) {
            Sender sender = sender(Map.of(
                    "oauth2ClientId", "id",
                    "oauth2ClientSecret", "secret",
                    "oauth2TokenEndpoint", tokens.url("/token")));

            endsAtDeadline(send(sender, attempt(server.url("/"), DEADLINE)));
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void a_dripping_body_does_not_hold_a_status_back() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> {
            raw.next(socket);
            raw.say(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            raw.drip(socket, "1\r\nx\r\n", 50);
        })) {
            Attempt attempt = send(sender(), attempt(server.url("/"), LONG));

            assertThat(attempt.statusCode()).isEqualTo(200);
            assertThat(attempt.failure()).isEmpty();
            assertThat(took(attempt)).isLessThan(Duration.ofSeconds(1).plus(hiccups.allowance()));
        }
    }

    @Test
    void a_cut_ends_a_hanging_attempt_at_once() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            Attempt attempt = attempt(server.url("/"), LONG);
            CompletableFuture<Attempt> sent = sendAside(sender(), attempt);
            await().until(() -> !server.connections.isEmpty());
            attempt.cut();

            assertThat(sent.get(2, TimeUnit.SECONDS).failure()).contains(Failure.IO);
            assertThat(attempt.wasCut()).isTrue();
            assertThat(took(attempt)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_cut_before_the_attempt_sends_nothing_and_one_after_it_changes_nothing() throws Exception {
        try (RawServer server = RawServer.answering(RawServer.OK)) {
            Sender sender = sender();
            Attempt before = attempt(server.url("/"), LONG);
            before.cut();
            send(sender, before);
            assertThat(before.failure()).contains(Failure.IO);
            assertThat(server.requests).isEmpty();

            Attempt after = send(sender, attempt(server.url("/"), LONG));
            after.cut();
            assertThat(after.statusCode()).isEqualTo(204);
            assertThat(after.failure()).isEmpty();
            send(sender, attempt(server.url("/"), LONG));
            assertThat(server.connections).hasSize(1);
        }
    }

    @Test
    void two_hundred_hanging_attempts_all_end_in_time_and_leave_the_pool_usable() throws Exception {
        try (RawServer server = new RawServer(new ServerSocket(0, 300), (raw, socket) -> raw.hang());
                RawServer good = RawServer.answering(RawServer.OK)) {
            Sender sender = transport.lease(new TransportSettings(CONNECT, LOOPBACK, Map.of()), 200, true);
            ExecutorService threads = Executors.newFixedThreadPool(200);
            List<CompletableFuture<Attempt>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Attempt attempt = attempt(server.url("/"), DEADLINE);
                all.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return send(sender, attempt);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        threads));
            }
            for (CompletableFuture<Attempt> one : all) {
                endsAtDeadline(one.get(10, TimeUnit.SECONDS));
            }
            threads.shutdown();
            assertThat(send(sender, attempt(good.url("/"), LONG)).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void stop_cuts_what_is_in_flight() throws Exception {
        try (RawServer server = new RawServer((raw, socket) -> raw.hang())) {
            Attempt attempt = attempt(server.url("/"), LONG);
            CompletableFuture<Attempt> sent = sendAside(sender(), attempt);
            await().until(() -> !server.connections.isEmpty());
            transport.stop();

            assertThat(sent.get(2, TimeUnit.SECONDS).failure()).contains(Failure.IO);
            assertThat(attempt.wasCut()).isTrue();
        }
    }

    private void endsAtDeadline(Attempt attempt) {
        assertThat(attempt.failure()).contains(Failure.DEADLINE);
        assertThat(attempt.wasCut()).isFalse();
        assertThat(took(attempt)).isBetween(DEADLINE, DEADLINE.plus(GRACE).plus(hiccups.allowance()));
    }

    @Test
    void a_timeout_must_be_positive() {
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Attempt(Target.parse("http://a.example"), List.of(), "{}".getBytes(UTF_8), Duration.ZERO));
    }
}
