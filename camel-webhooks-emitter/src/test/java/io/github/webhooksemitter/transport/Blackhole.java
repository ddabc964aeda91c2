package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A loopback address that drops every SYN: a listener whose backlog is full, as nobody accepts. */
final class Blackhole implements AutoCloseable {
    private static final long LONG_FOR_LOOPBACK = 100_000_000;
    private static final int IN_A_ROW = 2;

    private final List<SocketChannel> waiting = new ArrayList<>();
    private final ServerSocket server;

    private Blackhole(String address) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName(address));
        int unanswered = 0;
        while (unanswered < IN_A_ROW) {
            unanswered = isAnswered() ? 0 : unanswered + 1;
        }
    }

    static Blackhole open(String address) throws IOException {
        return new Blackhole(address);
    }

    private boolean isAnswered() throws IOException {
        SocketChannel connection = SocketChannel.open();
        waiting.add(connection);
        connection.configureBlocking(false);
        boolean connected = connection.connect(server.getLocalSocketAddress());
        long until = System.nanoTime() + LONG_FOR_LOOPBACK;
        while (!connected && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(1_000_000);
            connected = connection.finishConnect();
        }
        return connected;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    String url() {
        return "http://" + address().getHostString() + ":" + address().getPort() + "/hole";
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : waiting) {
            connection.close();
        }
    }
}
