package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Sandbox.declaring;
import static io.github.webhooksemitter.testing.Sandbox.ids;
import static io.github.webhooksemitter.testing.Sandbox.referring;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;

/** Camel shows a component to other threads before it has started it; nobody may notice. */
class FirstUseTest {
    @RepeatedTest(10)
    void several_threads_may_be_the_first_to_use_the_component_at_once() throws Exception {
        try (Receiver receiver = Receiver.start();
                Sandbox sandbox = Sandbox.start()) {
            Queue<Throwable> problems = new ConcurrentLinkedQueue<>();
            CyclicBarrier start = new CyclicBarrier(8);
            List<Thread> callers = ids("d", 8).stream()
                    .map(id -> new Thread(() -> first(sandbox, receiver, id, start), "caller"))
                    .toList();
            for (Thread caller : callers) {
                caller.setUncaughtExceptionHandler((thread, problem) -> problems.add(problem));
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join(TimeUnit.SECONDS.toMillis(20));
            }

            assertThat(problems).isEmpty();
            sandbox.awaitStatus("e", status -> status.delivered() + status.dead() == 7);
            assertThat(receiver.requests())
                    .extracting(Received::deliveryId)
                    .containsExactlyInAnyOrderElementsOf(ids("d", 8).subList(1, 8));
        }
    }

    /** All but one emit; that one attaches another emitter by an operation. */
    private static void first(Sandbox sandbox, Receiver receiver, String id, CyclicBarrier start) {
        try {
            start.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        if (id.equals(ids("d", 1).get(0))) {
            var attach = sandbox.emit("webhooks-emitter:other?operation=attach", id, Map.of("url", receiver.url()));
            assertThat(attach.getException()).isNull();
            sandbox.emitted(referring("other", "operation=pause"), id);
        } else {
            sandbox.emitted(declaring("e", receiver.url()), id);
        }
    }
}
