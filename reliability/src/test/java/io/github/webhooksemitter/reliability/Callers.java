package io.github.webhooksemitter.reliability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Sends events as fast as nodes take them, as long as not too many wait: each caller to one emitter, one event after the
 * other, to any node that is up.
 */
final class Callers implements AutoCloseable {
    /** Of one caller: enough to be killed with messages queued. */
    private static final int MOST_OPEN = 40;

    private final History history;
    private final AtomicReferenceArray<String> nodes;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    private Callers(History history, int nodes) {
        this.history = history;
        this.nodes = new AtomicReferenceArray<>(nodes);
    }

    static Callers start(History history, int nodes, int emitters, int callersOfEach) {
        Callers callers = new Callers(history, nodes);
        for (int emitter = 0; emitter < emitters; emitter++) {
            for (int number = 0; number < callersOfEach; number++) {
                String id = EmitterNode.idOf(emitter);
                String caller = id + "-" + (char) ('a' + number);
                callers.threads.execute(() -> callers.call(id, caller));
            }
        }
        return callers;
    }

    /** From now on that node is there, at this port. */
    void up(int node, String port) {
        nodes.set(node, port);
    }

    void down(int node) {
        nodes.set(node, null);
    }

    private void call(String emitter, String caller) {
        List<String> open = new ArrayList<>();
        for (long number = 0; !stopped; number++) {
            String port = nodes.get((int) (number % nodes.length()));
            if (port == null || open.size() >= MOST_OPEN) {
                rest(open);
                continue;
            }
            String id = caller + "-" + number;
            byte[] body = ("{\"id\":\"" + id + "\",\"text\":\"" + "é".repeat((int) (number % 400)) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            history.sent(new History.Sent(id, emitter, caller, number, History.hash(body)));
            if (accepts(port, emitter, id, body)) {
                history.accepted(id);
                open.add(id);
            }
        }
    }

    /** Until there is something to do again; not to be right, but to leave the machine to others. */
    private void rest(List<String> open) {
        open.removeIf(history::hasEnded);
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private boolean accepts(String port, String emitter, String id, byte[] body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + emitter))
                    .header(EmitterNode.DELIVERY_ID, id)
                    .timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                refusals.merge(response.body().replace(emitter, "…"), 1, Integer::sum);
            }
            return response.statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            stopped = true;
            return false;
        }
    }

    /** What nodes said when they took an event not, and how often. */
    Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    @Override
    public void close() {
        stop();
    }

    /** Waits for what is under way, and sends nothing more. */
    void stop() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
        }
    }
}
