package io.github.webhooksemitter.examples.quickstart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The user's own receiver, on a random port: takes everything, answers always the same. */
final class TestReceiver implements AutoCloseable {
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, String> signatures = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final int status;

    TestReceiver(int status) throws IOException {
        this.status = status;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            targets.add(exchange.getRequestURI().toString());
            events.add(exchange.getRequestHeaders().getFirst("X-Webhooks-Event"));
            signatures.put(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Signature"));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    String url(String target) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + target;
    }

    List<String> targets() {
        return targets;
    }

    List<String> events() {
        return events;
    }

    /** By body. */
    Map<String, String> signatures() {
        return signatures;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
