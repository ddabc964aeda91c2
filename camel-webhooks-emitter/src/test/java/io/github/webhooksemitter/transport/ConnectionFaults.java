package io.github.webhooksemitter.transport;

import static io.github.webhooksemitter.transport.FaultCase.of;

import io.github.webhooksemitter.testing.ClosedPort;
import io.github.webhooksemitter.transport.FaultCase.Count;
import io.github.webhooksemitter.transport.FaultCase.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** Rows {@code c-*}: connections that are not made, break, or are used in an odd way. */
final class ConnectionFaults {
    private static final int LARGE = 1 << 20;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String PLANTED = "HTTP/1.1 500 Planted\r\nContent-Length: 0\r\n\r\n";

    private ConnectionFaults() {}

    static List<FaultCase> all() {
        return List.of(
                of("c-refused", () -> {
                            ClosedPort port = ClosedPort.open();
                            return Peer.absent(port.url(), port::close);
                        })
                        .failure(Failure.CONNECT)
                        .requests(Count.NONE),
                // connectTimeout is left at 5 s, so it is the deadline that ends it
                of("c-blackhole", () -> {
                            Blackhole hole = Blackhole.open("127.0.0.1");
                            return Peer.absent(hole.url(), hole::close);
                        })
                        .failure(Failure.DEADLINE)
                        .requests(Count.NONE)
                        .untilDeadline(),
                of("c-rst-mid-request", (raw, socket) -> {
                            raw.nextHead(socket);
                            socket.getInputStream().readNBytes(10);
                            reset(socket);
                        })
                        .body(LARGE)
                        .failure(Failure.IO)
                        .connections(Count.ONE_EACH),
                of("c-rst-after-request", (raw, socket) -> {
                            raw.next(socket);
                            reset(socket);
                        })
                        .failure(Failure.IO)
                        .connections(Count.ONE_EACH),
                of("c-halfclose", (raw, socket) -> {
                            raw.next(socket);
                            socket.shutdownOutput();
                            raw.hang();
                        })
                        .failure(Failure.IO)
                        .connections(Count.ONE_EACH),
                of("c-halfclose-reply", (raw, socket) -> {
                            raw.next(socket);
                            socket.shutdownInput();
                            raw.say(socket, OK);
                        })
                        .status(200),
                narrow("c-slow-read", (raw, socket) -> {
                            raw.nextHead(socket);
                            raw.drip(() -> socket.getInputStream().readNBytes(512), 500);
                        })
                        .body(4 * LARGE)
                        .failure(Failure.DEADLINE)
                        .untilDeadline(),
                of("c-early-200", (raw, socket) -> {
                            raw.nextHead(socket);
                            raw.say(socket, OK);
                        })
                        .body(LARGE)
                        .status(200)
                        .failure(Failure.IO)
                        .untilDeadline(),
                of("c-early-200-keep", (raw, socket) -> {
                            while (raw.nextHead(socket)) {
                                raw.say(socket, OK);
                                socket.getInputStream().readNBytes(LARGE);
                            }
                        })
                        .body(LARGE)
                        .deliveries(3)
                        .status(200),
                of("c-extra-bytes", (raw, socket) -> {
                            boolean first = raw.connections.size() == 1;
                            while (raw.next(socket)) {
                                raw.say(socket, first ? OK + PLANTED : OK);
                            }
                        })
                        .deliveries(2)
                        .status(200)
                        .connections(Count.ONE_EACH),
                of("c-conn-limit", (raw, socket) -> {
                            boolean first = raw.connections.size() == 1;
                            while (first && raw.next(socket)) {
                                raw.say(socket, OK);
                            }
                            raw.hang();
                        })
                        .deliveries(20)
                        .status(200)
                        .connections(Count.ONE));
    }

    /** A receiver with a small window: what it does not read stays at the sender. */
    private static FaultCase narrow(String row, RawServer.Conversation conversation) {
        return of(row, () -> {
            ServerSocket server = new ServerSocket();
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
            return Peer.of("http", new RawServer(server, conversation));
        });
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
