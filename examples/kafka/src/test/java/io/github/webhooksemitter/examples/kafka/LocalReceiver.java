package io.github.webhooksemitter.examples.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** Answers what is posted to a random port of this machine as the test says; requests at the same time are possible. */
final class LocalReceiver implements AutoCloseable {
    record Received(String path, String event, String deliveryId, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Received> taken = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile ToIntFunction<Received> status = request -> 204;

    LocalReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received request = new Received(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Event"),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Delivery"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            received.add(request);
            int answer = status.applyAsInt(request);
            if (answer < 300) {
                taken.add(request);
            }
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answers(ToIntFunction<Received> how) {
        status = how;
    }

    List<String> receivedIds() {
        return received.stream().map(Received::deliveryId).toList();
    }

    List<String> takenIds() {
        return taken.stream().map(Received::deliveryId).toList();
    }

    List<Received> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
