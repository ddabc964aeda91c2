package io.github.webhooksemitter.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A receiver at the socket: records the bytes of every request, and answers with bytes as told. Thread safe. */
public final class RawReceiver implements AutoCloseable {
    /** An answer that keeps the connection. */
    public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /** No answer: the connection is closed. */
    public static final String HANG_UP = "";

    /** A request as it came: everything up to the empty line, and what {@code Content-Length} announced. */
    public record Request(String head, byte[] body) {
        public String requestLine() {
            return lines().get(0);
        }

        /** The header lines as sent, in their order. */
        public List<String> headerLines() {
            return lines().subList(1, lines().size());
        }

        /** The names of the headers as spelled, in their order. */
        public List<String> headerNames() {
            return headerLines().stream()
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .toList();
        }

        /** The values of a header, whatever its case. */
        public List<String> values(String name) {
            return headerLines().stream()
                    .filter(line -> line.substring(0, line.indexOf(':')).equalsIgnoreCase(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
        }

        private List<String> lines() {
            return Arrays.asList(head.split("\r\n"));
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> answers;
    private final ServerSocket server;

    private RawReceiver(List<String> answers) throws IOException {
        this.answers = answers;
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    /** Answers one after the other, the last one from then on; none: {@link #OK}. */
    public static RawReceiver answering(String... answers) {
        try {
            return new RawReceiver(answers.length == 0 ? List.of(OK) : List.of(answers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer with that status line and those headers, and no body. */
    public static String status(String statusAndReason, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + statusAndReason + "\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); head != null; head = head(in)) {
                Request request = new Request(head, new byte[0]);
                List<String> length = request.values("Content-Length");
                int announced = length.isEmpty() ? 0 : Integer.parseInt(length.get(0));
                requests.add(new Request(head, in.readNBytes(announced)));
                String answer = answers.get(Math.min(answered.getAndIncrement(), answers.size() - 1));
                if (answer.isEmpty()) {
                    return;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (answer.toLowerCase(Locale.ROOT).contains("\r\nx-then: close")) {
                    return;
                }
            }
        } catch (IOException e) {
            // the other side went away
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (next == '\n' && text.endsWith("\r\n\r\n")) {
                return text.substring(0, text.length() - 4);
            }
        }
        return null;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    /** How many connections were made. */
    public int connections() {
        return sockets.size();
    }

    /** Every request so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Waits until that many requests have arrived. */
    public List<Request> await(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> requests.size() >= count);
        return requests();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
