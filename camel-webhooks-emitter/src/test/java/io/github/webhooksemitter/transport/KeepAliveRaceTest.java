package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.WebhooksEmitterConstants;
import io.github.webhooksemitter.testing.Sandbox;
import io.github.webhooksemitter.testing.Stage;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver that closes connections it thinks idle, some of them in the moment in which the next request is on its way. */
class KeepAliveRaceTest {
    private static final int DELIVERIES = 1000;
    private static final int CONCURRENCY = 4;
    private static final int CLOSED = -1;
    private static final long LONGEST_IDLE_MICROS = 3000;

    private final Random random = new Random(20);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger closedIdle = new AtomicInteger();

    @Test
    void a_thousand_deliveries_arrive_though_the_receiver_closes_idle_connections_at_random() throws Exception {
        try (Sandbox sandbox = Sandbox.start();
                RawServer server = new RawServer(this::serve)) {
            sandbox.component()
                    .attach(
                            "race",
                            Stage.config(
                                    server.url("/"),
                                    "maxAttempts",
                                    1,
                                    "concurrency",
                                    CONCURRENCY,
                                    "deadLetter",
                                    "mock:letters"));
            List<String> ids =
                    IntStream.range(0, DELIVERIES).mapToObj(i -> "race-" + i).toList();
            ids.forEach(id -> sandbox.emitted(Sandbox.referring("race"), id));
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> sandbox.component().status("race").delivered()
                                    + sandbox.component().status("race").dead()
                            >= DELIVERIES);

            assertThat(sandbox.mock("letters").getReceivedExchanges())
                    .extracting(letter -> letter.getIn().getHeader(WebhooksEmitterConstants.DELIVERY_ID))
                    .as("given up")
                    .isEmpty();
            assertThat(taken).as("taken by the receiver, none of them twice").hasValue(DELIVERIES);
            assertThat(closedIdle).as("a race that was run often").hasValueGreaterThan(DELIVERIES / 20);
        } finally {
            timer.shutdownNow();
        }
    }

    /** Takes a request, unless the connection was found idle just before: then nobody has seen it. */
    private void serve(RawServer raw, Socket socket) throws IOException {
        AtomicInteger turn = new AtomicInteger();
        for (int now = 0; raw.next(socket) && turn.compareAndSet(now, now + 1); now++) {
            taken.incrementAndGet();
            raw.say(socket, RawServer.OK);
            closeIfStillIdle(socket, turn, now + 1);
        }
    }

    private void closeIfStillIdle(Socket socket, AtomicInteger turn, int idleSince) {
        long micros;
        synchronized (random) {
            micros = random.nextLong(LONGEST_IDLE_MICROS);
        }
        timer.schedule(
                () -> {
                    if (turn.compareAndSet(idleSince, CLOSED)) {
                        closedIdle.incrementAndGet();
                        socket.close();
                    }
                    return null;
                },
                micros,
                TimeUnit.MICROSECONDS);
    }
}
