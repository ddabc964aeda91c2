package io.github.webhooksemitter.examples.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A receiver on a free port of this machine. It speaks just enough HTTP to show requests as they came in. */
final class Receiver implements AutoCloseable {
    private final Inbox inbox;
    private final ServerSocket server;

    private Receiver(Inbox inbox, ServerSocket server) {
        this.inbox = inbox;
        this.server = server;
    }

    static Receiver start(Inbox inbox) throws IOException {
        Receiver receiver = new Receiver(inbox, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(receiver::accept, "quickstart-receiver");
        thread.setDaemon(true);
        thread.start();
        return receiver;
    }

    String url() {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + "/webhooks";
    }

    Inbox inbox() {
        return inbox;
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(10_000);
                Request request = Request.read(connection.getInputStream());
                String answer =
                        "HTTP/1.1 " + inbox.take(request) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // The receiver was closed, or this request was cut off: the emitter sends that one again.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
