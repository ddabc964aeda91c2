package io.github.webhooksemitter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
    void what_is_released_is_given_to_the_oldest_wish_and_only_that_is_told() {
        QueuedBytes.Share share = bytes.new Share();
        List<String> told = new ArrayList<>();
        fill(share, 100);
        QueuedBytes.Wish first = share.wish(100, LIMIT, () -> told.add("first"));
        QueuedBytes.Wish second = share.wish(100, LIMIT, () -> told.add("second"));

        share.release(100);
        assertThat(told).containsExactly("first");
        assertThat(first.isGranted()).isTrue();
        assertThat(second.isGranted()).isFalse();

        share.release(100);
        assertThat(told).containsExactly("first", "second");
        assertThat(second.isGranted()).isTrue();
    }

    @Example
    void a_little_that_is_released_is_given_soon() throws Exception {
        QueuedBytes.Share share = bytes.new Share();
        CountDownLatch told = new CountDownLatch(1);
        fill(share, 10);
        QueuedBytes.Wish wish = share.wish(10, LIMIT, told::countDown);

        share.release(10);

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(wish.isGranted()).isTrue();
    }

    @Example
    void what_is_released_is_theirs_who_wish_not_of_who_comes_later() {
        QueuedBytes.Share share = bytes.new Share();
        fill(share, 10);
        QueuedBytes.Wish first = share.wish(20, LIMIT, () -> {});
        assertThat(first.isGranted()).isFalse();

        share.release(10);

        assertThat(share.reserve(10, LIMIT)).isFalse();
        assertThat(share.wish(10, LIMIT, () -> {}).isGranted()).isFalse();
    }

    @Example
    void who_could_run_out_of_deliveries_is_told_at_once() {
        long large = 100_000;
        for (int i = 0; i < 100; i++) {
            assertThat(bytes.new Share().reserve(1000, large)).isTrue();
        }
        QueuedBytes.Share share = bytes.new Share();
        AtomicInteger told = new AtomicInteger();
        assertThat(share.reserve(1000, large)).isTrue();
        share.wish(500, large, told::incrementAndGet);

        share.release(600);

        assertThat(told).hasValue(1);
    }

    @Example
    void a_wish_of_who_holds_more_than_its_share_does_not_hold_up_another() {
        QueuedBytes.Share first = bytes.new Share();
        QueuedBytes.Share second = bytes.new Share();
        List<String> told = new ArrayList<>();
        fill(first, 100);
        fill(second, 100);
        first.wish(100, LIMIT, () -> told.add("first"));
        second.wish(100, LIMIT, () -> told.add("second"));

        second.release(100);

        assertThat(told).containsExactly("second");
    }

    @Example
    void a_wish_that_is_dropped_gives_back_what_it_was_granted() {
        QueuedBytes.Share share = bytes.new Share();
        AtomicInteger told = new AtomicInteger();
        fill(share, 100);
        QueuedBytes.Wish granted = share.wish(100, LIMIT, told::incrementAndGet);
        QueuedBytes.Wish waiting = share.wish(100, LIMIT, told::incrementAndGet);

        waiting.drop();
        share.release(100);
        share.release(100);
        assertThat(told).hasValue(1);
        granted.drop();

        assertThat(fill(share, 100)).isEqualTo(2);
    }

    @Example
    void a_wish_is_granted_when_there_is_room_again_before_anybody_tells() {
        QueuedBytes.Share share = bytes.new Share();
        fill(share, 100);
        share.release(100);
        share.release(100);
        QueuedBytes.Wish wish = share.wish(100, LIMIT, () -> {});

        assertThat(wish.isGranted()).isTrue();
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
