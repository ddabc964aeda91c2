package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Sandbox;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingCallersTest {
    private final Lock lock = new Mutex();
    private final WaitingCallers callers = new WaitingCallers(lock);
    private final CountDownLatch told = new CountDownLatch(1);
    private final Thread caller = new Thread(() -> waitForPlace(callers));

    private void waitForPlace(WaitingCallers among) {
        lock.lock();
        try {
            among.awaitPlace(TimeUnit.MINUTES.toNanos(1));
            told.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @AfterEach
    void end() {
        caller.interrupt();
    }

    @Test
    void places_are_kept_for_who_waits_until_enough_are_free_to_tell() {
        caller.start();
        Sandbox.awaitBlocked(caller);

        lock.lock();
        try {
            callers.placeIsFree(12);
            callers.placeIsFree(12);
            assertThat(callers.reserved()).isEqualTo(2);
            callers.placeIsFree(12);
            assertThat(callers.reserved()).isZero();
        } finally {
            lock.unlock();
        }
    }

    @Test
    void a_place_is_told_soon_where_no_other_follows() throws Exception {
        caller.start();
        Sandbox.awaitBlocked(caller);

        lock.lock();
        try {
            callers.placeIsFree(12);
        } finally {
            lock.unlock();
        }
        caller.join(10_000);

        assertThat(caller.isAlive()).isFalse();
        assertThat(callers.reserved()).isZero();
    }

    @Test
    void nothing_is_kept_where_nobody_waits() {
        callers.placeIsFree(12);

        assertThat(callers.reserved()).isZero();
    }

    @Test
    void a_place_is_told_at_once_where_no_thread_can_tell_it_later() throws Exception {
        WaitingCallers alone = new WaitingCallers(lock, task -> false);
        Thread blocked = new Thread(() -> waitForPlace(alone));
        blocked.start();
        Sandbox.awaitBlocked(blocked);

        lock.lock();
        try {
            alone.placeIsFree(1000);
        } finally {
            lock.unlock();
        }

        assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
