package io.github.webhooksemitter.transport;

import static io.github.webhooksemitter.transport.FaultCase.of;

import io.github.webhooksemitter.transport.FaultCase.Count;
import io.github.webhooksemitter.transport.FaultCase.Peer;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Rows {@code t-*}: TLS that stalls, is none, or is not to be trusted. */
final class TlsFaults {
    private TlsFaults() {}

    static List<FaultCase> all(Certificates certificates) {
        RawServer.Conversation ok = FaultCase.answer(RawServer.OK);
        return List.of(
                // not in the table: what the others are measured against
                tls("t-ok", certificates, Certificates.GOOD, ok, "TLSv1.2", "TLSv1.3")
                        .deliveries(2)
                        .status(204)
                        .connections(Count.ONE),
                // connectTimeout, which limits each read of a handshake, is left at 5 s, so it is the deadline that
                // ends it
                of("t-stall", () -> Peer.of("https", new RawServer(FaultCase.socket(), (raw, socket) -> raw.hang())))
                        .failure(Failure.DEADLINE)
                        .requests(Count.NONE)
                        .connections(Count.ONE_EACH)
                        .untilDeadline(),
                of(
                                "t-plain-on-tls",
                                () -> Peer.of("https", new RawServer(FaultCase.socket(), (raw, socket) -> {
                                    socket.getInputStream().read();
                                    raw.say(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                                })))
                        .failure(Failure.TLS)
                        .requests(Count.NONE)
                        .connections(Count.ONE_EACH),
                refused("t-wrong-host", certificates, Certificates.OF_ANOTHER, "TLSv1.2", "TLSv1.3"),
                refused("t-expired", certificates, Certificates.EXPIRED, "TLSv1.2", "TLSv1.3"),
                refused("t-old", certificates, Certificates.GOOD, "TLSv1.1"),
                flood("TLSv1.2", certificates).part("renegotiation"),
                flood("TLSv1.3", certificates).part("key updates"));
    }

    private static FaultCase refused(String row, Certificates certificates, String certificate, String... protocols) {
        return tls(row, certificates, certificate, FaultCase.answer(RawServer.OK), protocols)
                .failure(Failure.TLS)
                .requests(Count.NONE)
                .connections(Count.ONE_EACH);
    }

    /** After the request, handshakes for ever; the receiver may get into trouble itself and hang up. */
    private static FaultCase flood(String protocol, Certificates certificates) {
        return tls(
                        "t-renego",
                        certificates,
                        Certificates.GOOD,
                        (raw, socket) -> {
                            raw.next(socket);
                            while (true) {
                                ((SSLSocket) socket).startHandshake();
                            }
                        },
                        protocol)
                .failure(Failure.DEADLINE, Failure.TLS, Failure.IO)
                .untilDeadline();
    }

    private static FaultCase tls(
            String row,
            Certificates certificates,
            String certificate,
            RawServer.Conversation conversation,
            String... protocols) {
        return of(row, () -> {
            SSLServerSocket socket = certificates.server(certificate);
            socket.setEnabledProtocols(protocols);
            return Peer.of("https", new RawServer(socket, conversation));
        });
    }
}
