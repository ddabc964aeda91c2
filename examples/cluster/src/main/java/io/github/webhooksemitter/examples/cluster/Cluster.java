package io.github.webhooksemitter.examples.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts a broker and two nodes, lets them accept orders, and kills the one that delivers them. */
public final class Cluster {
    private static final int ORDERS = 20;
    private static final int BEFORE_THE_KILL = 5;

    private Cluster() {}

    /** Takes a folder for the broker. */
    public static void main(String[] arguments) throws Exception {
        run(Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "broker"));
    }

    /** The orders as they arrived first, each with the node that sent it. */
    @SuppressWarnings("try") // the broker is only there
    static Map<String, String> run(Path directory) throws Exception {
        int port = freePort();
        String broker = "tcp://127.0.0.1:" + port;
        Map<String, String> arrived = new LinkedHashMap<>();
        try (Inbox inbox = new Inbox();
                Jvm atBroker = Jvm.start(BrokerProcess.class, directory.toString(), String.valueOf(port));
                Jvm first = Jvm.start(Node.class, "first", broker, inbox.url());
                Jvm second = Jvm.start(Node.class, "second", broker, inbox.url())) {
            for (int order = 1; order <= ORDERS; order++) {
                String body = "{\"order\": " + order + "}";
                (order % 2 == 1 ? first : second).tell(body, "ACCEPTED " + body);
            }
            while (arrived.size() < ORDERS) {
                Inbox.Received next = inbox.next();
                boolean repeated = arrived.putIfAbsent(next.order(), next.node()) != null;
                System.out.println(
                        "RECEIVED " + next.order() + " from the node " + next.node() + (repeated ? ", again" : ""));
                if (arrived.size() == BEFORE_THE_KILL && !repeated) {
                    System.out.println("KILLED the node " + next.node());
                    ("first".equals(next.node()) ? first : second).kill();
                }
            }
        }
        System.out.println("All have arrived.");
        return arrived;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
