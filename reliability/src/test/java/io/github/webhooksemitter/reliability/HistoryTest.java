package io.github.webhooksemitter.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A check that finds nothing proves nothing: this one finds what it is for. Times are seconds. */
class HistoryTest {
    private final History history = new History();

    @BeforeEach
    void accept() {
        for (int number = 0; number < 4; number++) {
            String id = "d" + number;
            history.sent(new History.Sent(id, "e", "caller", number, "hash of " + id));
        }
        history.accepted("d1");
        history.accepted("d2");
    }

    private void attempt(String id, String node, int status, int begin, int end) {
        attempt(id, node, "hash of " + id, status, begin, end);
    }

    private void attempt(String id, String node, String hash, int status, int begin, int end) {
        history.attempted(new History.Attempt("e", id, node, hash, status, nanos(begin), nanos(end)));
    }

    private void crash(String node, int begin) {
        history.crashed(new History.Crash(node, nanos(begin), nanos(begin)));
    }

    private static long nanos(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private void assertFound(String... beginnings) {
        assertThat(history.violations()).hasSize(beginnings.length);
        for (String beginning : beginnings) {
            assertThat(history.violations()).anyMatch(violation -> violation.startsWith(beginning));
        }
    }

    @Test
    void has_nothing_to_say_about_retries_dead_letters_and_what_nobody_saw_accepted() {
        attempt("d0", "a", 200, 1, 2);
        attempt("d1", "a", 500, 2, 3);
        attempt("d1", "a", 200, 3, 4);
        attempt("d2", "a", 500, 4, 5);
        history.deadLettered("d2", "hash of d2");

        assertFound();
        assertThat(history.figures()).isEqualTo(new History.Figures(4, 2, 2, 1, 4, 0, 0));
    }

    @Test
    void finds_what_was_lost() {
        attempt("d1", "a", 500, 1, 2);
        attempt("d2", "a", 200, 2, 3);

        assertFound("lost: d1 ");
    }

    @Test
    void finds_other_bytes_also_of_a_dead_letter_and_what_was_never_sent() {
        attempt("d1", "a", 500, 1, 2);
        attempt("d1", "a", "another hash", 200, 2, 3);
        history.deadLettered("d2", "another hash");
        history.deadLettered("d9", "hash of d9");

        assertFound("changed: d1 ", "changed: d2 ", "changed: d9 ");
    }

    @Test
    void finds_an_order_that_is_not_the_callers_among_what_was_accepted() {
        attempt("d2", "a", 200, 1, 2);
        attempt("d0", "a", 200, 2, 3);
        attempt("d1", "a", 200, 3, 4);

        assertFound("reordered: d1 ended after d2");
    }

    @Test
    void allows_each_crash_one_repeat_of_an_emitter() {
        attempt("d1", "a", 200, 10, 11);
        crash("a", 11);
        attempt("d1", "b", 200, 12, 13);
        attempt("d2", "b", 200, 14, 15);

        assertFound();
    }

    @Test
    void finds_a_repeat_without_a_crash_or_with_that_of_another_node() {
        attempt("d1", "a", 200, 10, 11);
        crash("b", 11);
        attempt("d1", "b", 200, 12, 13);
        attempt("d2", "b", 200, 14, 15);

        assertFound("repeated: d1 was delivered by a and again by b without a crash");
    }

    @Test
    void finds_the_second_repeat_of_one_crash() {
        attempt("d1", "a", 200, 10, 11);
        attempt("d2", "a", 200, 11, 12);
        crash("*", 12);
        attempt("d1", "b", 200, 13, 14);
        attempt("d2", "b", 200, 14, 15);

        assertFound("repeated: d2 was delivered by a and again by b without a crash");
    }

    @Test
    void finds_two_attempts_of_an_emitter_at_a_time() {
        attempt("d1", "a", 200, 10, 12);
        attempt("d2", "b", 200, 11, 13);

        assertFound("overlapped: d2 of node b began while d1 of node a ");
    }

    @Test
    void allows_what_a_crash_cut_off_to_go_on_at_the_receiver_while_it_is_attempted_anew() {
        attempt("d1", "a", 500, 10, 14);
        crash("a", 11);
        attempt("d1", "b", 200, 12, 13);
        attempt("d2", "b", 200, 13, 15);

        assertFound();
    }

    @Test
    void finds_that_another_delivery_was_attempted_before_the_one_that_a_crash_cut_off() {
        attempt("d1", "a", 200, 10, 14);
        crash("a", 11);
        attempt("d2", "b", 200, 12, 13);

        assertFound("overlapped: d2 of node b began while d1 of node a ");
    }

    @Test
    void finds_that_a_node_without_its_broker_goes_on_for_longer_than_an_attempt_may_take() {
        attempt("d1", "a", 500, 10, 16);
        crash("*", 11);
        attempt("d1", "b", 200, 12, 13);
        attempt("d2", "b", 200, 17, 18);

        assertFound("outlasted: d1 of node a ");
    }
}
