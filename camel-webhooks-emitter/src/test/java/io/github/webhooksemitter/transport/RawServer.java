package io.github.webhooksemitter.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A receiver made of a socket: what it does on the wire is what a test says. */
final class RawServer implements AutoCloseable {

    static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";

    final List<Socket> connections = new CopyOnWriteArrayList<>();
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;
    private final Conversation conversation;

    /** What happens on one connection. */
    interface Conversation {
        void hold(RawServer server, Socket socket) throws Exception;
    }

    /** One of many small things. */
    interface Drop {
        void fall() throws IOException;
    }

    RawServer(Conversation conversation) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), conversation);
    }

    RawServer(ServerSocket server, Conversation conversation) {
        this.server = server;
        this.conversation = conversation;
        daemon(this::accept);
    }

    /** Answers every request on a connection with the same bytes. */
    static RawServer answering(String reply) throws IOException {
        return new RawServer((server, socket) -> {
            while (server.next(socket)) {
                server.say(socket, reply);
            }
        });
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getLocalPort();
    }

    /** Reads one request as it is; false at the end of the connection. */
    boolean next(Socket socket) throws IOException {
        String head = head(socket);
        if (head == null) {
            return false;
        }
        byte[] body = socket.getInputStream().readNBytes(contentLength(head));
        requests.add(head + new String(body, ISO_8859_1));
        return true;
    }

    /** Reads the head of a request, which counts as one, and leaves its body; false at the end of the connection. */
    boolean nextHead(Socket socket) throws IOException {
        String head = head(socket);
        if (head != null) {
            requests.add(head);
        }
        return head != null;
    }

    private static String head(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            bytes.write(b);
        }
        return bytes.toString(ISO_8859_1);
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).trim()))
                .findFirst()
                .orElse(0);
    }

    void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** One piece every so many milliseconds, until the other side has enough. */
    void drip(Socket socket, String piece, long everyMillis) throws Exception {
        drip(() -> say(socket, piece), everyMillis);
    }

    void drip(Drop drop, long everyMillis) throws Exception {
        while (!closed.await(everyMillis, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            drop.fall();
        }
    }

    void hang() throws InterruptedException {
        closed.await();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            conversation.hold(this, socket);
        } catch (Exception e) {
            // the other side has hung up
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
