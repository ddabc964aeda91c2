package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lookup that hangs costs its own attempts their deadline, and nobody else anything. */
class BoundedLookupTest extends TransportTestSupport {
    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(250);
    private static final int MOST_THREADS = 64;

    private final List<String> lookups = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Hiccups hiccups = Hiccups.watch();
    private RawServer server;

    @Override
    void configure(DefaultCamelContext camel) throws Exception {
        camel.getExecutorServiceManager().setThreadNamePattern("lookups-" + camel.getName() + " #name# #counter#");
        // a backlog for all who connect at once: a SYN that is dropped is repeated after a second or more
        server = new RawServer(new ServerSocket(0, 300), FaultCase.answer(RawServer.OK));
        transport = new Transport(camel, new SystemDefaultDnsResolver() {
            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                lookups.add(host);
                if (host.startsWith("hanging")) {
                    hang();
                }
                return List.of(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port()));
            }
        });
    }

    /** As the operating system's does: no interrupt ends it. */
    private void hang() {
        boolean answered = false;
        while (!answered) {
            try {
                answer.await();
                answered = true;
            } catch (InterruptedException again) {
                assertThat(again).isNotNull();
            }
        }
    }

    @BeforeEach
    void isolated() {
        assertThat(lookupThreads()).isEmpty();
    }

    @AfterEach
    void close() throws Exception {
        answer.countDown();
        threads.shutdownNow();
        hiccups.close();
        server.close();
    }

    @Test
    void a_lookup_that_hangs_costs_the_deadline() throws Exception {
        endsAtDeadline(
                aside(sender(), attempt("http://hanging.example/", DEADLINE)).get(20, TimeUnit.SECONDS));

        assertThat(server.connections).isEmpty();
    }

    @Test
    void a_cut_ends_the_wait_at_once() throws Exception {
        Attempt attempt = attempt("http://hanging.example/", LONG);
        CompletableFuture<Attempt> sent = aside(sender(), attempt);
        await().until(() -> lookups.size() == 1);
        attempt.cut();

        assertThat(sent.get(5, TimeUnit.SECONDS).failure()).contains(Failure.IO);
    }

    @Test
    void a_stop_ends_the_wait_at_once() throws Exception {
        CompletableFuture<Attempt> sent = aside(sender(), attempt("http://hanging.example/", LONG));
        await().until(() -> lookups.size() == 1);
        transport.stop();

        assertThat(sent.get(5, TimeUnit.SECONDS).failure()).contains(Failure.IO);
    }

    @Test
    void many_who_want_a_name_that_hangs_share_one_lookup_and_other_names_are_served() throws Exception {
        Sender sender = transport.lease(new TransportSettings(CONNECT, LOOPBACK, Map.of()), 200, true);
        List<CompletableFuture<Attempt>> hanging = IntStream.range(0, 100)
                .mapToObj(i -> aside(sender, attempt("http://hanging.example/" + i, LONG)))
                .toList();
        await().until(() -> lookups.contains("hanging.example"));

        Attempt other = send(sender, attempt("http://other.example/", LONG));
        assertThat(other.statusCode()).isEqualTo(204);
        assertThat(lookups).containsOnlyOnce("hanging.example");
        assertThat(lookupThreads()).hasSizeLessThanOrEqualTo(2);

        answer.countDown();
        for (CompletableFuture<Attempt> attempt : hanging) {
            assertThat(attempt.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        }
    }

    @Test
    void names_that_hang_take_a_bounded_number_of_threads_and_what_waits_for_one_in_vain_is_dropped() throws Exception {
        Sender sender = transport.lease(new TransportSettings(CONNECT, LOOPBACK, Map.of()), 200, true);
        List<CompletableFuture<Attempt>> hanging = new ArrayList<>();
        for (int i = 0; i < MOST_THREADS + 20; i++) {
            hanging.add(aside(sender, attempt("http://hanging" + i + ".example/", DEADLINE)));
        }
        for (CompletableFuture<Attempt> attempt : hanging) {
            endsAtDeadline(attempt.get(20, TimeUnit.SECONDS));
        }
        assertThat(lookupThreads()).hasSize(MOST_THREADS);

        CompletableFuture<Attempt> late = aside(sender, attempt("http://late.example/", LONG));
        answer.countDown();
        assertThat(late.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        assertThat(lookups).as("nobody waited for the 20 any more").hasSize(MOST_THREADS + 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> lookupThreads().isEmpty());
    }

    @Test
    void an_attempt_after_one_that_gave_up_gets_the_answer_of_the_same_lookup() throws Exception {
        Sender sender = sender();
        endsAtDeadline(
                aside(sender, attempt("http://hanging.example/", DEADLINE)).get(20, TimeUnit.SECONDS));
        CompletableFuture<Attempt> second = aside(sender, attempt("http://hanging.example/", LONG));
        answer.countDown();

        assertThat(second.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
    }

    @Test
    void a_lookup_for_a_token_that_hangs_costs_the_deadline() throws Exception {
        Sender sender = sender(Map.of(
                "oauth2ClientId", "id",
                "oauth2ClientSecret", "secret",
                "oauth2TokenEndpoint", "http://hanging.example/token"));

        endsAtDeadline(aside(sender, attempt("http://127.0.0.1/", DEADLINE)).get(20, TimeUnit.SECONDS));
    }

    @Test
    void a_reused_connection_and_a_literal_address_take_no_thread() throws Exception {
        Sender sender = sender();
        for (int i = 0; i < 10; i++) {
            send(sender, attempt("http://127.0.0.1/", LONG));
        }
        assertThat(lookupThreads()).isEmpty();

        for (int i = 0; i < 10; i++) {
            send(sender, attempt("http://named.example/", LONG));
        }
        assertThat(lookups).containsExactly("127.0.0.1", "named.example");
    }

    @Test
    void eight_addresses_that_take_no_connection_cost_one_deadline_and_not_eight_timeouts() throws Exception {
        Map<String, Blackhole> holes = new ConcurrentHashMap<>();
        transport.stop();
        transport = new Transport(context, new SystemDefaultDnsResolver() {
            @Override
            public List<InetSocketAddress> resolve(String host, int port) {
                return holes.values().stream().map(Blackhole::address).toList();
            }
        });
        transport.start();
        try {
            for (int i = 1; i <= 8; i++) {
                holes.put("127.0.0." + i, Blackhole.open("127.0.0." + i));
            }
            endsAtDeadline(
                    aside(sender(), attempt("http://many.example/", DEADLINE)).get(20, TimeUnit.SECONDS));
        } finally {
            for (Blackhole hole : holes.values()) {
                hole.close();
            }
        }
    }

    private void endsAtDeadline(Attempt attempt) {
        assertThat(attempt.failure()).contains(Failure.DEADLINE);
        assertThat(took(attempt)).isBetween(DEADLINE, DEADLINE.plus(GRACE).plus(hiccups.allowance()));
    }

    private List<String> lookupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("lookups-" + context.getName() + " WebhooksEmitterLookup"))
                .toList();
    }

    private CompletableFuture<Attempt> aside(Sender sender, Attempt attempt) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return send(sender, attempt);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }
}
