package io.github.webhooksemitter.examples.emittersfromjson;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes whatever is posted to a random port of this machine. */
final class LocalReceiver implements AutoCloseable {
    record Received(String event, String deliveryId, String signature, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    LocalReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Event"),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Delivery"),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    List<String> events() {
        return received.stream().map(Received::event).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
