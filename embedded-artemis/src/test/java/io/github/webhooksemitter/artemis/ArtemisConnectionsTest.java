package io.github.webhooksemitter.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtemisConnectionsTest {
    /** More than the pool has connections. */
    private static final int MANY = 10;

    @TempDir
    Path directory;

    @Test
    void tells_all_that_share_a_connection_of_its_loss_and_none_that_has_closed_it() throws Exception {
        CountDownLatch told = new CountDownLatch(MANY);
        AtomicInteger toldThoughClosed = new AtomicInteger();
        EmbeddedArtemis broker = new EmbeddedArtemis(directory).start();
        try {
            ConnectionFactory connections = broker.connectionFactory();
            for (int number = 0; number < MANY; number++) {
                connections.createConnection().setExceptionListener(loss -> told.countDown());
                Connection closed = connections.createConnection();
                closed.setExceptionListener(loss -> toldThoughClosed.incrementAndGet());
                closed.close();
            }
        } finally {
            broker.close();
        }

        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(toldThoughClosed).hasValue(0);
    }
}
