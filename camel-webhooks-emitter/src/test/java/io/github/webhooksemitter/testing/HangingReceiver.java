package io.github.webhooksemitter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes every connection, reads what comes and never answers; one thread for any number of connections. Thread safe. */
public final class HangingReceiver implements AutoCloseable {
    private final Selector selector;
    private final ServerSocketChannel server;
    private final AtomicInteger connections = new AtomicInteger();

    private HangingReceiver() throws IOException {
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread thread = new Thread(this::serve, "hanging-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    public static HangingReceiver start() {
        try {
            return new HangingReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        ByteBuffer waste = ByteBuffer.allocate(64 * 1024);
        try {
            while (selector.isOpen()) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        read((SocketChannel) key.channel(), waste.clear());
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | ClosedSelectorException e) {
            // closed
        }
    }

    private void accept() throws IOException {
        SocketChannel connection = server.accept();
        if (connection != null) {
            connections.incrementAndGet();
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
        }
    }

    private static void read(SocketChannel connection, ByteBuffer waste) throws IOException {
        try {
            if (connection.read(waste) < 0) {
                connection.close();
            }
        } catch (IOException reset) {
            connection.close();
        }
    }

    /** Connections so far: an attempt that hangs uses up one. */
    public int connections() {
        return connections.get();
    }

    public String url() {
        return "http://127.0.0.1:" + server.socket().getLocalPort() + "/hanging";
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
