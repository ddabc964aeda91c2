package io.github.webhooksemitter.examples.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what is posted to a random port of this machine: 503 while it is down, or for what it does not like. */
final class LocalReceiver implements AutoCloseable {
    record Received(String path, String event, String deliveryId, String bodyInHex) {}

    private final List<Received> taken = new CopyOnWriteArrayList<>();
    private final List<Received> refused = new CopyOnWriteArrayList<>();
    private final Set<String> disliked = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile boolean down = true;

    LocalReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Received request = new Received(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Event"),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Delivery"),
                    HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
            boolean refuse = down || disliked.contains(request.deliveryId());
            (refuse ? refused : taken).add(request);
            exchange.sendResponseHeaders(refuse ? 503 : 204, -1);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** From now on takes all but the deliveries with these ids. */
    void recover(String... except) {
        disliked.clear();
        disliked.addAll(Set.of(except));
        down = false;
    }

    List<Received> taken() {
        return List.copyOf(taken);
    }

    List<String> takenIds() {
        return taken.stream().map(Received::deliveryId).toList();
    }

    List<Received> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
