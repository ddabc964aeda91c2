package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Stage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A machine that gives the JVM no thread for a while, as one does whose processes are limited. */
class ThreadShortageTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final AtomicInteger refusals = new AtomicInteger();

    private ThreadFactory scarce(ThreadFactory threads) {
        return task -> {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return threads.newThread(task);
        };
    }

    @Test
    void deliveries_wait_for_a_thread_that_cannot_be_started_yet_and_keep_their_order() {
        stage.context().getExecutorServiceManager().setThreadPoolFactory(new DefaultThreadPoolFactory() {
            @Override
            public ExecutorService newCachedThreadPool(ThreadFactory threads) {
                return super.newCachedThreadPool(scarce(threads));
            }

            @Override
            public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threads) {
                return super.newScheduledThreadPool(profile, scarce(threads));
            }
        });
        stage.start();
        Receiver receiver = stage.receiver();
        stage.attach(receiver);
        try (Logs logs = Logs.open()) {
            refusals.set(3);

            stage.emit(2);

            receiver.await(2);
            assertThat(Stage.idsOf(receiver)).containsExactly("d1", "d2");
            assertThat(logs.lines(Level.ERROR, "No thread can be started")).isNotEmpty();
        }
        stage.component().detach(stage.id());
        await().until(() -> stage.component().emitters().isEmpty());
    }
}
