package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class QueuedBytesTest {
    private static final long LIMIT = 1000;

    private final QueuedBytes bytes = new QueuedBytes();

    @Example
    void an_emitter_alone_may_hold_the_whole_limit_and_what_reaches_above_it() {
        QueuedBytes.Share share = bytes.new Share();

        assertThat(fill(share, 300)).isEqualTo(4);
        share.release(300);
        assertThat(fill(share, 300)).isEqualTo(1);
    }

    @Example
    void a_body_larger_than_the_limit_is_taken_when_there_is_nothing_else() {
        QueuedBytes.Share share = bytes.new Share();

        assertThat(share.reserve(5 * LIMIT, LIMIT)).isTrue();
        assertThat(share.reserve(1, LIMIT)).isFalse();
    }

    @Example
    void above_the_limit_only_who_holds_more_than_its_share_is_full() {
        QueuedBytes.Share first = bytes.new Share();
        QueuedBytes.Share second = bytes.new Share();

        assertThat(fill(first, 100)).isBetween(10, 11);
        assertThat(fill(second, 100)).isBetween(5, 6);
        assertThat(first.reserve(100, LIMIT)).isFalse();
        assertThat(second.reserve(100, LIMIT)).isFalse();
    }

    @Example
    void a_share_grows_when_another_emitter_has_no_delivery_left() {
        QueuedBytes.Share first = bytes.new Share();
        QueuedBytes.Share second = bytes.new Share();
        fill(first, 100);
        fill(second, 100);

        for (int i = 0; i < 10; i++) {
            first.release(100);
        }
        assertThat(second.reserve(100, LIMIT)).isTrue();
    }

    @Example
    void very_many_emitters_together_stay_below_twice_the_limit() {
        long all = 0;
        for (int i = 0; i < 100; i++) {
            all += 90L * fill(bytes.new Share(), 90);
        }

        assertThat(all).isBetween(LIMIT, 2 * LIMIT);
    }

    @Property
    void whatever_is_reserved_and_released_leaves_it_as_it_was(
            @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 400) Integer> sizes) {
        QueuedBytes ofThisTry = new QueuedBytes();
        QueuedBytes.Share first = ofThisTry.new Share();
        QueuedBytes.Share second = ofThisTry.new Share();
        List<Runnable> releases = new ArrayList<>();
        for (int size : sizes) {
            QueuedBytes.Share share = size % 3 == 0 ? first : second;
            if (share.reserve(size, LIMIT)) {
                releases.add(() -> share.release(size));
            }
        }
        releases.forEach(Runnable::run);

        assertThat(fill(first, 100)).isBetween(10, 11);
        assertThat(fill(second, 100)).isBetween(5, 6);
    }

    @Example
    void tells_who_waits_on_every_release_until_it_is_forgotten() {
        QueuedBytes.Share share = bytes.new Share();
        AtomicInteger told = new AtomicInteger();
        Runnable waiting = told::incrementAndGet;
        fill(share, 100);

        bytes.tell(waiting);
        share.release(100);
        share.release(100);
        bytes.forget(waiting);
        share.release(100);

        assertThat(told).hasValue(2);
    }

    @Example
    void counts_right_when_several_threads_reserve_and_release() throws Exception {
        QueuedBytes.Share first = bytes.new Share();
        QueuedBytes.Share second = bytes.new Share();
        List<Thread> threads = List.of(first, second, first, second).stream()
                .map(share -> new Thread(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        long size = ThreadLocalRandom.current().nextLong(1, 400);
                        if (share.reserve(size, LIMIT)) {
                            share.release(size);
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }

        assertThat(fill(first, 100)).isBetween(10, 11);
        assertThat(fill(second, 100)).isBetween(5, 6);
    }

    /** Reserves until it is full, and tells how often that went well. */
    private static int fill(QueuedBytes.Share share, long size) {
        int reserved = 0;
        while (share.reserve(size, LIMIT)) {
            reserved++;
        }
        return reserved;
    }
}
