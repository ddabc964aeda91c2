package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The other process: answers requests on the loopback address from one selector thread, as their {@link Place} says. It
 * says {@code ports N DEAD} first; {@code expect N} or {@code expect N timed} on its standard input is answered
 * {@code ready SURPLUS}, and {@code done …} once N requests are in, see {@link Tally}; {@code sum}, {@code open} (a
 * ledger), {@code ledger} and {@code connections} are answered at once. It ends when its input does, that is also when
 * its parent dies.
 */
final class Receiver implements Runnable {
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Desk desk;

    Receiver(Desk desk) throws IOException {
        this.desk = desk;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        Tally tally = new Tally(System.out);
        Ledger ledger = new Ledger();
        Receiver receiver = new Receiver(new Desk(tally, ledger));
        Thread thread = new Thread(receiver, "receiver");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        });
        thread.start();
        // Bound and not listening: connections are refused, and nobody else can get the port meanwhile.
        try (Socket dead = new Socket()) {
            dead.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            System.out.println("ports " + receiver.port() + ' ' + dead.getLocalPort());
            receiver.obey(tally, ledger);
        }
    }

    private void obey(Tally tally, Ledger ledger) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ", -1);
            switch (words[0]) {
                case "expect" -> tally.expect(Integer.parseInt(words[1]), words.length > 2);
                case "sum" -> tally.sum();
                case "open" -> ledger.open();
                case "ledger" -> System.out.println("ledger " + ledger.toText());
                // All but the listening one.
                case "connections" ->
                    System.out.println("connections " + (selector.keys().size() - 1));
                default -> throw new IllegalArgumentException("the receiver does not know the order " + order);
            }
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve, desk.giveDue().orElse(0L));
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
        } catch (ProtocolException | IllegalArgumentException e) {
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
            channel.register(selector, SelectionKey.OP_READ, new Connection(channel, desk));
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
