package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.WebhooksEmitterConstants;
import io.github.webhooksemitter.testing.Sandbox;
import io.github.webhooksemitter.testing.Stage;
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
    private static final long LONGEST_IDLE_MICROS = 3000;

    private final Random random = new Random(20);
    private final AtomicInteger closedIdle = new AtomicInteger();

    @Test
    void a_thousand_deliveries_arrive_though_the_receiver_closes_idle_connections_at_random() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Sandbox sandbox = Sandbox.start();
                RawServer server = new RawServer((raw, socket) -> {
                    while (raw.next(socket)) {
                        raw.say(socket, RawServer.OK);
                        closeSoon(timer, socket);
                    }
                })) {
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
            assertThat(server.requests).as("read by the receiver").hasSize(DELIVERIES);
            assertThat(closedIdle)
                    .as("connections closed under the next request")
                    .hasValueGreaterThan(DELIVERIES / 20);
        } finally {
            timer.shutdownNow();
        }
    }

    private void closeSoon(ScheduledExecutorService timer, Socket socket) {
        long idle;
        synchronized (random) {
            idle = random.nextLong(LONGEST_IDLE_MICROS);
        }
        timer.schedule(
                () -> {
                    closedIdle.incrementAndGet();
                    socket.close();
                    return null;
                },
                idle,
                TimeUnit.MICROSECONDS);
    }
}
