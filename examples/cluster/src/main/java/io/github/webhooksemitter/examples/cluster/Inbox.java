package io.github.webhooksemitter.examples.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The receiver: takes its time for each order, and tells which node has sent it. */
final class Inbox implements AutoCloseable {
    /** An order, and who has sent it. */
    record Received(String order, String node) {}

    private final CountDownLatch closed = new CountDownLatch(1);
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final HttpServer server;

    Inbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** The next one, or an exception if none comes for a minute. */
    Received next() throws InterruptedException {
        Received next = received.poll(1, TimeUnit.MINUTES);
        if (next == null) {
            throw new IllegalStateException("Nothing has arrived for a minute.");
        }
        return next;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String order = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean ignored = closed.await(200, TimeUnit.MILLISECONDS);
            received.add(new Received(order, exchange.getRequestHeaders().getFirst("X-Node")));
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
