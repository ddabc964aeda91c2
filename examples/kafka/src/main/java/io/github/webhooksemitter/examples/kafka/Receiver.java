package io.github.webhooksemitter.examples.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The receiver of the example, on a free port of this machine: billing is out of order for its first requests. */
final class Receiver implements AutoCloseable {
    private final AtomicInteger refusals;
    private final PrintStream out;
    private final HttpServer server;

    Receiver(int refusals, PrintStream out) throws IOException {
        this.refusals = new AtomicInteger(refusals);
        this.out = out;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean refused = path.endsWith("/billing") && refusals.getAndDecrement() > 0;
            out.printf(
                    "%s %s %s %s %s%n",
                    refused ? "REFUSED" : "TAKEN",
                    path,
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Delivery"),
                    exchange.getRequestHeaders().getFirst("X-Webhooks-Event"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(refused ? 503 : 204, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
