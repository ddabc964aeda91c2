package io.github.webhooksemitter.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.webhooksemitter.emitter.EmitterConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Receivers that would fill any heap, 20 of a kind at once, in a JVM of its own with a small one. Prints for each kind {@code
 * name=} how many of its deliveries were delivered and given up; it ends by itself.
 */
public final class HostileProgram {
    private static final int CONCURRENT = 20;
    private static final int MEGABYTE = 1 << 20;
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /** What a receiver says after the request. */
    private interface Reply {
        void write(OutputStream out) throws IOException;
    }

    private HostileProgram() {}

    public static void main(String[] arguments) throws Exception {
        byte[] bomb = bomb();
        try (Sandbox sandbox = Sandbox.start();
                Receiver healthy = Receiver.start()) {
            play(sandbox, "error", HostileProgram::error);
            play(sandbox, "endless", HostileProgram::endless);
            play(sandbox, "bomb", out -> out.write(bomb));
            play(sandbox, "headers", HostileProgram::headers);
            play(sandbox, "head", HostileProgram::head);
            attach(sandbox, "healthy", healthy.url());
            report("healthy", List.of(send(sandbox, "healthy")));
        }
        System.out.println("stopped=true");
    }

    /** Within the limits for each line and for their number, 12 MB in all. */
    private static void head(OutputStream out) throws IOException {
        String line = "Retry-After: " + "9".repeat(65_000) + "\r\n";
        out.write("HTTP/1.1 503 Busy\r\n".getBytes(US_ASCII));
        for (int i = 0; i < 190; i++) {
            out.write(line.getBytes(US_ASCII));
        }
        out.write("Content-Length: 0\r\n\r\n".getBytes(US_ASCII));
    }

    private static void play(Sandbox sandbox, String name, Reply reply) throws Exception {
        try (ServerSocket server = new ServerSocket(0, CONCURRENT, InetAddress.getByName("127.0.0.1"))) {
            daemon(() -> accept(server, reply));
            List<String> ids =
                    IntStream.range(0, CONCURRENT).mapToObj(i -> name + "-" + i).toList();
            ids.forEach(id -> attach(sandbox, id, "http://127.0.0.1:" + server.getLocalPort() + "/"));
            report(name, ids.stream().map(id -> send(sandbox, id)).toList());
        }
    }

    private static void attach(Sandbox sandbox, String id, String url) {
        sandbox.component()
                .attach(
                        id,
                        EmitterConfig.of(Map.of(
                                "url",
                                url,
                                "requestTimeout",
                                "5s",
                                "maxAttempts",
                                1,
                                "deadLetter",
                                "log:given-up?level=OFF")));
    }

    private static CompletableFuture<Exchange> send(Sandbox sandbox, String id) {
        ProducerTemplate template = sandbox.context().createProducerTemplate();
        return template.asyncSend(Sandbox.referring(id, "waitForDelivery=true"), exchange -> exchange.getIn()
                .setBody("{}"));
    }

    private static void report(String name, List<CompletableFuture<Exchange>> sent) throws Exception {
        List<Exchange> ended = new ArrayList<>();
        for (CompletableFuture<Exchange> one : sent) {
            ended.add(one.get(30, TimeUnit.SECONDS));
        }
        long failed = ended.stream().filter(Exchange::isFailed).count();
        System.out.println(name + ".delivered=" + (ended.size() - failed));
        System.out.println(name + ".failed=" + failed);
    }

    private static void accept(ServerSocket server, Reply reply) {
        while (true) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket, reply));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket, Reply reply) {
        try (socket) {
            skipRequest(socket.getInputStream());
            reply.write(socket.getOutputStream());
            // what is not read yet would be lost with a reset
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException enough) {
            // the other side has hung up
        }
    }

    /** The body is <code>{}</code>. */
    private static void skipRequest(InputStream in) throws IOException {
        int last = in.read();
        while (last >= 0 && last != '}') {
            last = in.read();
        }
    }

    private static void error(OutputStream out) throws IOException {
        out.write(("HTTP/1.1 500 No\r\nContent-Length: " + 200L * MEGABYTE + "\r\n\r\n").getBytes(ISO_8859_1));
        byte[] part = new byte[64 * 1024];
        for (long sent = 0; sent < 200L * MEGABYTE; sent += part.length) {
            out.write(part);
        }
    }

    private static void endless(OutputStream out) throws IOException {
        out.write((OK + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1));
        byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(ISO_8859_1);
        while (true) {
            out.write(chunk);
        }
    }

    private static void headers(OutputStream out) throws IOException {
        byte[] lines = "X-Header: value\r\n".repeat(1000).getBytes(ISO_8859_1);
        out.write(OK.getBytes(ISO_8859_1));
        for (int i = 0; i < 100; i++) {
            out.write(lines);
        }
        out.write("\r\n".getBytes(ISO_8859_1));
    }

    /** 300 MB in 0.3 MB, without a length: so it is read up to the limit. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((OK + "Content-Encoding: gzip\r\n\r\n").getBytes(ISO_8859_1));
        byte[] zeros = new byte[MEGABYTE];
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 300; i++) {
                gzip.write(zeros);
            }
        }
        return bytes.toByteArray();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "hostile");
        thread.setDaemon(true);
        thread.start();
    }
}
