package io.github.webhooksemitter.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RetryPolicyTest {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Property
    void without_jitter_each_wait_is_the_one_before_times_the_multiplier_up_to_the_cap(
            @ForAll @LongRange(max = 600_000) long delay,
            @ForAll @DoubleRange(min = 1, max = 1000) double multiplier,
            @ForAll @LongRange(max = 31_536_000_000L) long cap,
            @ForAll @IntRange(min = 1, max = 20) int attempts) {
        double expected = delay;
        for (int i = 1; i < attempts; i++) {
            expected *= multiplier;
        }
        RetryPolicy policy = policy(100, delay, multiplier, cap, 0);

        long millis = policy.waitAfter(attempts, never()).toMillis();

        double wanted = Math.min(expected, cap);
        assertThat((double) millis).isBetween(wanted - 1 - wanted * 1e-9, wanted + 1 + wanted * 1e-9);
    }

    @Property
    void jitter_makes_a_wait_shorter_or_longer_by_at_most_its_share(
            @ForAll @LongRange(max = 31_536_000_000L) long delay,
            @ForAll @DoubleRange(min = 1, max = 1000) double multiplier,
            @ForAll @LongRange(max = 31_536_000_000L) long cap,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @IntRange(min = 1, max = 1_000_000) int attempts,
            @ForAll long seed) {
        long wait = policy(2, delay, multiplier, cap, 0)
                .waitAfter(attempts, never())
                .toMillis();

        Duration jittered = policy(2, delay, multiplier, cap, jitter).waitAfter(attempts, new Random(seed));

        assertThat((double) jittered.toMillis()).isBetween(wait * (1 - jitter) - 1, wait * (1 + jitter) + 1);
        assertThat(jittered).isBetween(Duration.ZERO, LONGEST.multipliedBy(2));
    }

    @Example
    void jitter_reaches_both_ends_and_the_middle() {
        RetryPolicy policy = policy(2, 1000, 2, 60_000, 0.2);

        assertThat(policy.waitAfter(1, always(0))).isEqualTo(Duration.ofMillis(800));
        assertThat(policy.waitAfter(1, always(0.5))).isEqualTo(Duration.ofMillis(1000));
        assertThat(policy.waitAfter(1, always(Math.nextDown(1.0)))).isEqualTo(Duration.ofMillis(1200));
    }

    @Property
    void allows_so_many_attempts_in_all(
            @ForAll @IntRange(min = 1, max = 1_000_000) int most,
            @ForAll @IntRange(min = 1, max = 1_000_000) int made) {
        assertThat(policy(most, 1, 2, 10, 0).allowsAfter(made)).isEqualTo(made < most);
    }

    @Property
    void a_schedule_is_followed_to_the_letter_and_allows_one_attempt_more_than_it_has_waits(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 31_536_000_000L) Long> waits) {
        String text = String.join(",", waits.stream().map(String::valueOf).toList());
        RetryPolicy policy = of(Map.of("retrySchedule", text, "maxAttempts", 1, "backoffDelay", "7m"));

        assertThat(policy.maxAttempts()).isEqualTo(waits.size() + 1);
        for (int i = 1; i <= waits.size(); i++) {
            assertThat(policy.allowsAfter(i)).isTrue();
            assertThat(policy.waitAfter(i, never()).toMillis()).isEqualTo(waits.get(i - 1));
        }
        assertThat(policy.allowsAfter(waits.size() + 1)).isFalse();
        assertThat(policy.span().toMillis())
                .isEqualTo(waits.stream().mapToLong(Long::longValue).sum());
    }

    @Property
    void the_span_is_the_sum_of_all_waits(
            @ForAll @LongRange(max = 600_000) long delay,
            @ForAll @DoubleRange(min = 1, max = 10) double multiplier,
            @ForAll @LongRange(max = 86_400_000) long cap,
            @ForAll @IntRange(min = 1, max = 200) int attempts) {
        RetryPolicy policy = policy(attempts, delay, multiplier, cap, 0.2);
        RetryPolicy steady = policy(attempts, delay, multiplier, cap, 0);

        double sum = IntStream.range(1, attempts)
                .mapToLong(after -> steady.waitAfter(after, never()).toMillis())
                .sum();

        assertThat((double) policy.span().toMillis()).isBetween(sum - attempts, sum + attempts);
    }

    @Property
    void the_span_of_a_million_attempts_is_found_without_walking_them_all(
            @ForAll @LongRange(max = 1000) long delay, @ForAll @DoubleRange(min = 1, max = 1000) double multiplier) {
        Assume.that(multiplier == 1 || multiplier > 1.01);
        assertThat(policy(1_000_000, delay, multiplier, 600_000, 0.2).span())
                .isBetween(Duration.ZERO, Duration.ofMillis(600_000L * 1_000_000));
    }

    @Example
    void the_defaults_are_12_attempts_over_about_27_minutes() {
        RetryPolicy policy = of(Map.of());

        assertThat(policy.maxAttempts()).isEqualTo(12);
        assertThat(policy.span()).isBetween(Duration.ofMinutes(26), Duration.ofMinutes(28));
        assertThat(policy.waitAfter(1, always(0.5))).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.waitAfter(11, always(0.5))).isEqualTo(Duration.ofMinutes(10));
    }

    private static RetryPolicy policy(int attempts, long delay, double multiplier, long cap, double jitter) {
        return of(Map.of(
                "maxAttempts", attempts,
                "backoffDelay", Duration.ofMillis(delay),
                "backoffMultiplier", multiplier,
                "backoffMaxDelay", Duration.ofMillis(cap),
                "backoffJitter", jitter));
    }

    private static RetryPolicy of(Map<String, Object> options) {
        return RetryPolicy.of(EmitterConfig.of(options));
    }

    /** Fails who asks it. */
    private static RandomGenerator never() {
        return () -> {
            throw new AssertionError("nothing here is random");
        };
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("not asked for");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
