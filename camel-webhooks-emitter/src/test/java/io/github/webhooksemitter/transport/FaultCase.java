package io.github.webhooksemitter.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * What one receiver does, and what has to come of it: a row of {@code fault-cases.tsv}, or a part of one. To be built in one
 * go, in the table, and not changed any more.
 */
final class FaultCase {
    /** D of the table. */
    static final Duration DEADLINE = Duration.ofSeconds(2);
    /** G of the table. */
    static final Duration GRACE = Duration.ofMillis(250);

    private static final Duration SOON = Duration.ofSeconds(1);

    /** How often, in relation to the attempts made. */
    enum Count {
        NONE,
        ONE,
        ONE_EACH,
        ANY;

        boolean fits(int count, int attempts) {
            return switch (this) {
                case NONE -> count == 0;
                case ONE -> count == 1;
                case ONE_EACH -> count == attempts;
                case ANY -> true;
            };
        }
    }

    /** Makes a receiver; each emitter gets one of its own. */
    interface Opening {
        Peer open() throws Exception;
    }

    /** A receiver: where it is, and what it saw. */
    record Peer(String url, List<?> connections, List<String> requests, Closeable closing) {
        static Peer of(String scheme, RawServer server) {
            return new Peer(
                    scheme + "://127.0.0.1:" + server.port() + "/hooks/token",
                    server.connections,
                    server.requests,
                    server::close);
        }

        /** Nobody who could see anything. */
        static Peer absent(String url, Closeable closing) {
            return new Peer(url, List.of(), List.of(), closing);
        }
    }

    final String row;
    final Opening opening;
    final List<Integer> statuses = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    final List<String> retryAfter = new ArrayList<>();
    private String part = "";
    byte[] body = "{\"small\":true}".getBytes(US_ASCII);
    int deliveries = 1;
    int attempts = 2;
    Duration within = SOON;
    Count connections = Count.ANY;
    Count requests = Count.ONE_EACH;
    Predicate<String> eachRequest = request -> true;

    private FaultCase(String row, Opening opening) {
        this.row = row;
        this.opening = opening;
    }

    static FaultCase of(String row, Opening opening) {
        return new FaultCase(row, opening);
    }

    /** A receiver on plain sockets. */
    static FaultCase of(String row, RawServer.Conversation conversation) {
        return of(row, () -> Peer.of("http", new RawServer(socket(), conversation)));
    }

    /** A receiver on plain sockets that answers all requests alike. */
    static FaultCase answering(String row, String reply) {
        return of(row, answer(reply));
    }

    static RawServer.Conversation answer(String reply) {
        return (raw, socket) -> {
            while (raw.next(socket)) {
                raw.say(socket, reply);
            }
        };
    }

    static ServerSocket socket() throws Exception {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    /** Tells the cases of one row apart. */
    FaultCase part(String name) {
        part = name;
        return this;
    }

    /** Sends a JSON string of that many bytes. */
    FaultCase body(int size) {
        body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        body[0] = '"';
        body[size - 1] = '"';
        return this;
    }

    /** Sends so many deliveries, in order. */
    FaultCase deliveries(int count) {
        deliveries = count;
        return this;
    }

    /** One attempt only: what comes after it is not the transport's. */
    FaultCase once() {
        attempts = 1;
        return this;
    }

    /** Each attempt may end with one of these. */
    FaultCase status(Integer... allowed) {
        statuses.addAll(List.of(allowed));
        return this;
    }

    /** Each attempt may end with one of these. */
    FaultCase failure(Failure... allowed) {
        failures.addAll(List.of(allowed));
        return this;
    }

    /** An attempt may take all of its time; else a second. */
    FaultCase untilDeadline() {
        within = DEADLINE.plus(GRACE);
        return this;
    }

    FaultCase connections(Count count) {
        connections = count;
        return this;
    }

    FaultCase requests(Count count) {
        requests = count;
        return this;
    }

    /** No request has that header. */
    FaultCase without(String header) {
        String line = "\r\n" + header.toLowerCase(Locale.ROOT) + ":";
        eachRequest = request -> !request.toLowerCase(Locale.ROOT).contains(line);
        return this;
    }

    /** What each attempt has read of that header. */
    FaultCase retryAfter(String... values) {
        retryAfter.addAll(List.of(values));
        return this;
    }

    @Override
    public String toString() {
        return part.isEmpty() ? row : row + ", " + part;
    }
}
