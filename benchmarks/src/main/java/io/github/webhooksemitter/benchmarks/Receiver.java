package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The other process: answers every request on the loopback address with an empty 200 from one selector thread. It says
 * {@code port N} first; {@code expect N} on its standard input is answered {@code ready SURPLUS}, and {@code done …}
 * once N requests are in, see {@link Tally}. It ends when its input does, that is also when its parent dies.
 */
final class Receiver implements Runnable {
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Tally tally;

    Receiver(Tally tally) throws IOException {
        this.tally = tally;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        Tally tally = new Tally(System.out);
        Receiver receiver = new Receiver(tally);
        Thread thread = new Thread(receiver, "receiver");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
        System.out.println("port " + receiver.port());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            tally.expect(Integer.parseInt(order.substring("expect ".length())));
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (!((Connection) key.attachment()).serve()) {
                key.channel().close();
            }
        } catch (ProtocolException e) {
            System.err.println("receiver: " + e.getMessage());
            closeQuietly(key);
        } catch (IOException e) {
            // A sender that was killed resets its connections; that concerns no other one.
            closeQuietly(key);
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Connection(channel, tally));
        }
    }

    private static void closeQuietly(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            key.cancel();
        }
    }
}
