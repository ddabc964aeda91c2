package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.webhooksemitter.testing.Logs;
import io.github.webhooksemitter.transport.FaultRun.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.util.concurrent.ThreadType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * {@code fault-cases.tsv}: each row is played by a receiver, or names the test that proves it.
 *
 * <p>Where a row and the design differ, the design holds:
 *
 * <ul>
 *   <li>s-410: the emitter is paused (the row: an event that it is disabled). s-502-504: retried like any other status; the
 *       design throttles on 429 and 503 only. s-429, s-503: what the wait is then is the delivery room's; here it is what was
 *       read. s-503-junk: of two headers both are handed over.
 *   <li>s-500: no excerpt of a reply is stored at all, and of a body announced as larger than 16 KiB nothing is read.
 *   <li>c-blackhole, t-stall: connectTimeout is 5 s and D is 2 s here, so it is the deadline that ends them, reason
 *       deadline; {@code FailureTest} has the handshake that ends at connectTimeout.
 *   <li>c-slow-read: with 4 MB, as the system's buffers may hold 1 MB.
 *   <li>x-stop-during: deliveries in memory end with the context (dead letter or log, reason shutdown); only a persistent
 *       queue keeps them.
 *   <li>"webhook-id" in the table is the delivery id, in whichever header the scheme has it.
 * </ul>
 */
@Isolated("its 200 emitters, each with a receiver of its own, would hold up the clocks of other tests")
class FaultCasesTest {
    private static final int CROWD = 200;
    /** Played here and not in the table. */
    private static final Set<String> MORE_THAN_THE_TABLE = Set.of("h-1xx-flood", "t-ok");

    private static final Map<String, String> PROVEN_BY = Map.of(
            "c-many-addr-blackhole",
            "transport.BoundedLookupTest.eight_addresses_that_take_no_connection_cost_one_deadline_and_not_eight_timeouts",
            "c-keepalive-race",
            "transport.KeepAliveRaceTest.a_thousand_deliveries_arrive_though_the_receiver_closes_idle_connections_at_random",
            "c-keepalive-stale",
            "transport.ConnectionsTest.a_kept_connection_that_was_closed_is_replaced_within_the_attempt",
            "x-stop-during",
            "StopTest.a_hanging_receiver_does_not_hold_up_the_stop_beyond_the_timeout",
            "x-clock-back",
            "ReceiverAsksForTimeTest.a_clock_that_is_set_back_or_forth_changes_no_wait");

    /** Rows that cannot be played, and why. */
    private static final Map<String, String> NOT_YET =
            Map.of("x-kill-during", "it needs a queue that outlives the process, which there is not yet");

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static List<FaultCase> cases;

    @BeforeAll
    static void build() throws Exception {
        certificates = Certificates.in(directory);
        cases = Stream.of(
                        StatusFaults.all(),
                        HeadFaults.all(),
                        BodyFaults.all(),
                        ConnectionFaults.all(),
                        TlsFaults.all(certificates))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void every_row_of_the_table_is_played_or_names_its_test() throws Exception {
        Set<String> accounted = new TreeSet<>(PROVEN_BY.keySet());
        accounted.addAll(NOT_YET.keySet());
        cases.forEach(fault -> accounted.add(fault.row));
        accounted.removeAll(MORE_THAN_THE_TABLE);
        assertThat(accounted).containsExactlyElementsOf(new TreeSet<>(table()));

        for (String test : PROVEN_BY.values()) {
            int method = test.lastIndexOf('.');
            Class<?> type = Class.forName("io.github.webhooksemitter." + test.substring(0, method));
            assertThat(type.getDeclaredMethod(test.substring(method + 1)).isAnnotationPresent(Test.class))
                    .isTrue();
        }
    }

    @TestFactory
    List<DynamicTest> each_row_ends_as_it_says_and_in_time() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        try (Logs logs = Logs.open()) {
            for (Verdict verdict : played(cases, Duration.ZERO)) {
                tests.add(dynamicTest(verdict.fault().toString(), () -> assertThat(verdict.complaints())
                        .isEmpty()));
            }
            List<String> canaries = logs.lines("X-Evil");
            tests.add(dynamicTest("no header of a reply is in the log", () -> assertThat(canaries)
                    .isEmpty()));
        }
        assertThat(BodyFaults.DESERIALISED).isFalse();
        return tests;
    }

    @Test
    void two_hundred_emitters_at_once_end_as_the_rows_say_and_in_time() throws Exception {
        boolean virtual = ThreadType.current() == ThreadType.VIRTUAL;
        // 200 attempts on as many carriers as there are cores: the deadline holds, a second for the quick ones need not
        Duration patience = virtual ? FaultCase.DEADLINE.plus(FaultCase.GRACE) : Duration.ZERO;
        List<FaultCase> fair = cases.stream()
                .filter(fault -> !(virtual && isKeyUpdateFlood(fault)))
                .toList();
        List<FaultCase> crowd = IntStream.range(0, CROWD)
                .mapToObj(i -> fair.get(i % fair.size()))
                .toList();

        assertThat(played(crowd, patience).stream()
                        .filter(verdict -> !verdict.complaints().isEmpty())
                        .map(Verdict::toString))
                .isEmpty();
    }

    /**
     * Not in the crowd where threads are virtual: as many of these as there are carriers hold up all other attempts, until
     * their own deadline ends them. A known gap; on platform threads they hold up nobody.
     */
    private static boolean isKeyUpdateFlood(FaultCase fault) {
        return fault.toString().equals("t-renego, key updates");
    }

    /** Plays them all at once; afterwards nothing is left of it. */
    private static List<Verdict> played(List<FaultCase> cases, Duration patience) throws Exception {
        List<Verdict> verdicts;
        FaultRun run = new FaultRun(certificates, patience);
        try (run) {
            verdicts = run.play(cases);
            // The sweep gives back what it has ended itself, maybe a moment after the attempt's own thread is through.
            await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
                assertThat(run.leasedOrPending()).isZero();
                assertThat(run.threadsInAttempts()).isEmpty();
            });
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(run.threads()).isEmpty());
        return verdicts;
    }

    private static List<String> table() throws IOException {
        try (InputStream in = FaultCasesTest.class.getResourceAsStream("/fault-cases.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf('\t')))
                    .collect(Collectors.toList());
        }
    }
}
