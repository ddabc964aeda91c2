package io.github.webhooksemitter.reliability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The receiver of all emitters, which answers every fifth request with 500, and where their dead letters go. It writes into
 * the history before it answers: so nobody can have an answer that is not there.
 */
final class Recorder implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    private final History history;
    private final Random random;
    private final Duration slowest;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    private Recorder(History history, long seed, Duration slowest) throws IOException {
        this.history = history;
        this.random = new Random(seed);
        this.slowest = slowest;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.createContext("/hooks/", this::hook);
        server.createContext("/letters", this::letter);
        server.setExecutor(threads);
        server.start();
    }

    /** Starts a receiver that takes up to that time for an answer. */
    static Recorder start(History history, long seed, Duration slowest) {
        try {
            return new Recorder(history, seed, slowest);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void hook(HttpExchange exchange) throws IOException {
        try (exchange) {
            long begin = System.nanoTime();
            byte[] body = exchange.getRequestBody().readAllBytes();
            takeTime();
            int status = random.nextInt(5) == 0 ? 500 : 200;
            String path = exchange.getRequestURI().getPath();
            history.attempted(new History.Attempt(
                    path.substring(path.lastIndexOf('/') + 1),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Delivery"),
                    exchange.getRequestHeaders().getFirst(EmitterNode.NODE),
                    History.hash(body),
                    status,
                    begin,
                    System.nanoTime()));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** As real receivers do; most of the time hardly any, so that order is tried at speed, too. */
    private void takeTime() {
        long nanos = random.nextInt(4) == 0 ? random.nextLong(slowest.toNanos() + 1) : 0;
        try {
            boolean ignored = closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void letter(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // Camel keeps its own headers, such as the delivery id, to itself: the payload has it, too.
            Matcher id = ID.matcher(new String(body, StandardCharsets.UTF_8));
            history.deadLettered(id.find() ? id.group(1) : "unknown", History.hash(body));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
