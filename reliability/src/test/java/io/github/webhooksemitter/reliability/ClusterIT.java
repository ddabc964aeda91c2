package io.github.webhooksemitter.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with the same emitters share a broker: what happens when a node, or the broker, is killed again and again. */
class ClusterIT {
    private static final int EMITTERS = 20;
    private static final int NODES = 2;
    private static final Duration SLOWEST = Duration.ofMillis(50);

    @TempDir
    Path journal;

    private final int port = freePort();
    private final ChildProcess[] nodes = new ChildProcess[NODES];
    private final History history = new History();
    private ChildProcess broker;

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void startBroker() {
        broker = ChildProcess.start("broker", BrokerNode.class, journal.toString(), String.valueOf(port));
    }

    @AfterEach
    void killAll() {
        Stream.concat(Stream.of(broker), Stream.of(nodes))
                .filter(java.util.Objects::nonNull)
                .forEach(ChildProcess::close);
    }

    @Test
    void loses_and_reorders_nothing_when_nodes_are_killed_and_never_works_on_an_emitter_twice() {
        Run run = Run.begin("cluster", 12);
        try (Recorder recorder = Recorder.start(history, run.seed(), SLOWEST);
                Callers callers = Callers.start(history, NODES, EMITTERS, 1)) {
            begin(recorder, callers);
            for (int kill = 0; kill < run.kills(); kill++) {
                int node = run.random().nextInt(NODES);
                nodes[node].live(Duration.ofMillis(500 + run.random().nextInt(5000)));
                callers.down(node);
                kill(nodes[node], nameOf(node));
                // While it is down the other one has all the work, for a time that is no other's business.
                nodes[1 - node].live(Duration.ofMillis(run.random().nextInt(1500)));
                start(node, recorder);
                // Sometimes the next kill comes before it is there.
                int restarted = node;
                nodes[node].whenReady().thenAccept(ready -> callers.up(restarted, ready));
                if (run.random().nextInt(4) != 0) {
                    nodes[node].awaitReady();
                }
            }
            end(run, callers);
        }
    }

    @Test
    void loses_and_reorders_nothing_when_the_broker_is_killed() {
        Run run = Run.begin("cluster, broker", 5);
        try (Recorder recorder = Recorder.start(history, run.seed(), SLOWEST);
                Callers callers = Callers.start(history, NODES, EMITTERS, 1)) {
            begin(recorder, callers);
            for (int kill = 0; kill < Math.min(run.kills(), 5); kill++) {
                broker.live(Duration.ofMillis(2000 + run.random().nextInt(6000)));
                kill(broker, "*");
                startBroker();
                broker.awaitReady();
            }
            end(run, callers);
        }
    }

    private void begin(Recorder recorder, Callers callers) {
        broker.awaitReady();
        for (int node = 0; node < NODES; node++) {
            start(node, recorder);
        }
        for (int node = 0; node < NODES; node++) {
            callers.up(node, nodes[node].awaitReady());
        }
    }

    private void start(int node, Recorder recorder) {
        nodes[node] = ChildProcess.start(
                nameOf(node),
                EmitterNode.class,
                nameOf(node),
                "tcp://127.0.0.1:" + port,
                recorder.url(),
                String.valueOf(EMITTERS));
    }

    private static String nameOf(int node) {
        return "node-" + node;
    }

    private void kill(ChildProcess process, String name) {
        long begin = System.nanoTime();
        process.kill();
        history.crashed(new History.Crash(name, begin, System.nanoTime()));
    }

    private void end(Run run, Callers callers) {
        callers.stop();
        run.drain(history);
        run.report(history, callers);
        assertThat(history.violations()).isEmpty();
        assertThat(history.figures().delivered()).isPositive();
    }
}
