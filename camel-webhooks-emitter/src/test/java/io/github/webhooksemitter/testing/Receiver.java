package io.github.webhooksemitter.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** A real receiver on a random loopback port: records every request, answers as told. Thread safe. */
public final class Receiver implements AutoCloseable {
    /** A request as it arrived. Header names are looked up whatever their case. */
    public record Received(
            String method, String target, Map<String, List<String>> headers, byte[] body, long nanoTime) {
        public String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? null : values.get(0);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String deliveryId() {
            return header("X-Webhooks-Delivery");
        }
    }

    /** What to answer. */
    public record Reply(int status, Map<String, String> headers) {
        public static Reply of(int status) {
            return new Reply(status, Map.of());
        }
    }

    private final List<Received> requests = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Function<Received, Reply> answer = request -> Reply.of(200);

    private Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public static Receiver start() {
        try {
            return new Receiver();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Answers one status after the other, the last one from then on. */
    public Receiver answering(int... statuses) {
        var count = new java.util.concurrent.atomic.AtomicInteger();
        return answering(request -> Reply.of(statuses[Math.min(count.getAndIncrement(), statuses.length - 1)]));
    }

    public Receiver answering(Function<Received, Reply> answers) {
        answer = answers;
        return this;
    }

    /** Reads requests and never answers, until it is closed. */
    public Receiver hanging() {
        return answering(request -> {
            awaitClose();
            return Reply.of(500);
        });
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            Received received = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes(),
                    System.nanoTime());
            requests.add(received);
            Reply reply = answer.apply(received);
            reply.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(reply.status(), -1);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return url("/hooks/token");
    }

    public String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    /** Every request so far. */
    public List<Received> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Waits until that many requests have arrived. */
    public List<Received> await(int count) {
        return await(count, Duration.ofSeconds(60));
    }

    public List<Received> await(int count, Duration patience) {
        Awaitility.await().atMost(patience).pollInterval(Duration.ofMillis(5)).until(() -> requests.size() >= count);
        return requests();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
