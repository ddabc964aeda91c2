package io.github.webhooksemitter.examples.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.examples.outbox.LocalReceiver.Received;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.core.JdbcTemplate;

@Timeout(240)
class OutboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedPostgres postgres;
    private static int databases;

    private final List<Main> services = new ArrayList<>();
    private final CountDownLatch held = new CountDownLatch(1);
    private String database;
    private LocalReceiver receiver;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = Outbox.startPostgres();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        receiver = new LocalReceiver();
        String name = "outbox" + ++databases;
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("CREATE DATABASE " + name);
        database = postgres.getJdbcUrl("postgres", name);
    }

    @AfterEach
    void stop() {
        held.countDown();
        services.forEach(Main::stop);
        receiver.close();
    }

    @Test
    void the_example_sends_the_orders_that_were_placed_and_nothing_of_the_one_that_was_not() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        assertThat(Outbox.run(database, new PrintStream(printed, true, UTF_8))).isTrue();

        assertThat(printed.toString(UTF_8).lines().filter(line -> line.matches("(REFUSED|TAKEN|ROLLED).*")))
                .extracting(line -> line.replaceFirst("(outbox-\\d+|BACK) .*", "$1"))
                .containsExactlyInAnyOrder(
                        "REFUSED outbox-1",
                        "REFUSED outbox-1",
                        "REFUSED outbox-1",
                        "ROLLED BACK",
                        "TAKEN outbox-1",
                        "TAKEN outbox-3");
    }

    @Test
    void a_transaction_that_is_rolled_back_sends_nothing() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        Main service = start("12", "1ms");

        assertThatThrownBy(() -> place(service, 7)).hasRootCauseInstanceOf(PSQLException.class);
        place(service, 1);

        awaitNoneWaiting(tables);
        assertThat(receiver.taken()).extracting(Received::body).singleElement().satisfies(body -> assertThat(body)
                .contains("\"quantity\" : 1"));
        assertThat(tables.queryForList("SELECT quantity FROM orders", Integer.class))
                .containsExactly(1);
        assertThat(tables.queryForList("SELECT pieces FROM stock", Integer.class))
                .containsExactly(4);
        assertThat(rows(tables)).containsExactly("2 sent");
    }

    @Test
    void sends_rows_in_order_after_an_outage_and_marks_each_when_it_is_delivered_and_not_before() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        List<Long> marked = new CopyOnWriteArrayList<>();
        CountDownLatch outage = new CountDownLatch(4);
        receiver.answers(request -> {
            outage.countDown();
            if (outage.getCount() > 0) {
                return 503;
            }
            marked.add(tables.queryForObject("SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL", Long.class));
            return 204;
        });
        write(tables, 5);

        start("12", "1ms");

        awaitNoneWaiting(tables);
        assertThat(receiver.receivedIds())
                .containsExactly(
                        "outbox-1", "outbox-1", "outbox-1", "outbox-1", "outbox-2", "outbox-3", "outbox-4", "outbox-5");
        assertThat(marked).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(receiver.taken().get(4)).isEqualTo(new Received("order.placed", "outbox-5", "{\"n\":  5} "));
    }

    @Test
    void gives_up_what_cannot_be_delivered_says_why_and_goes_on() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        receiver.answers(request -> request.deliveryId().equals("outbox-1") ? 503 : 204);
        write(tables, 1);
        tables.update("INSERT INTO outbox (event, payload) VALUES ('order.placed', '{')");
        write(tables, 1);

        start("2", "1ms");

        awaitNoneWaiting(tables);
        assertThat(rows(tables)).containsExactly("1 exhausted", "2 not-accepted", "3 sent");
        assertThat(receiver.receivedIds()).containsExactly("outbox-1", "outbox-1", "outbox-3");
    }

    @Test
    void a_paused_emitter_gives_no_row_up() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        receiver.answers(request -> request.deliveryId().equals("outbox-1") ? 410 : 204);
        write(tables, 2);

        Main service = start("12", "1ms");
        await().atMost(PATIENCE).until(() -> !rows(tables).get(0).equals("1 waiting"));
        awaitPolls(service);

        assertThat(rows(tables)).containsExactly("1 gone", "2 waiting");
        service.getCamelTemplate().sendBody("webhooks-emitter:orders?operation=resume", "");
        awaitNoneWaiting(tables);
        assertThat(receiver.takenIds()).containsExactly("outbox-2");
    }

    @Test
    void a_stop_leaves_what_is_not_delivered_and_the_next_start_sends_it_under_the_same_id() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        receiver.answers(request -> 503);
        write(tables, 2);
        Main first = start("12", "10m");
        await().atMost(PATIENCE).until(() -> !receiver.receivedIds().isEmpty());

        first.stop();

        assertThat(rows(tables)).containsExactly("1 waiting", "2 waiting");
        receiver.answers(request -> 204);
        start("12", "1ms");
        awaitNoneWaiting(tables);
        assertThat(receiver.takenIds()).containsExactly("outbox-1", "outbox-2");
    }

    @Test
    void two_processes_send_each_row_once_and_never_two_at_a_time() throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        receiver.answers(this::hold);
        write(tables, 20);

        Main one = start("12", "1ms");
        Main other = start("12", "1ms");
        awaitPollsOfOneOf(one, other);

        assertThat(receiver.receivedIds()).containsExactly("outbox-1");
        held.countDown();
        awaitNoneWaiting(tables);
        assertThat(receiver.receivedIds()).isEqualTo(ids(20));
    }

    @Test
    void when_a_process_is_killed_between_webhook_and_mark_another_sends_the_row_again_under_the_same_id()
            throws Exception {
        JdbcTemplate tables = Outbox.createTables(database);
        receiver.answers(this::hold);
        write(tables, 3);
        Process child = startProcess();
        try {
            await().atMost(PATIENCE).until(() -> receiver.receivedIds().size() == 1);
            awaitPolls(start("12", "1ms"));
            assertThat(receiver.receivedIds()).hasSize(1);
        } finally {
            child.destroyForcibly().waitFor();
        }
        held.countDown();

        awaitNoneWaiting(tables);
        assertThat(receiver.takenIds()).containsExactlyInAnyOrder("outbox-1", "outbox-1", "outbox-2", "outbox-3");
        assertThat(receiver.receivedIds()).containsExactly("outbox-1", "outbox-1", "outbox-2", "outbox-3");
        assertThat(receiver.taken())
                .filteredOn(request -> request.deliveryId().equals("outbox-1"))
                .containsOnly(new Received("order.placed", "outbox-1", "{\"n\":  1} "));
    }

    private int hold(Received request) {
        try {
            return held.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? 204 : 500;
        } catch (InterruptedException e) {
            return 500;
        }
    }

    private Main start(String maxAttempts, String backoffDelay) throws Exception {
        Main service = new Main();
        service.addOverrideProperty("outbox.database", database);
        service.addOverrideProperty("outbox.url", receiver.url());
        service.addOverrideProperty("outbox.maxAttempts", maxAttempts);
        service.addOverrideProperty("outbox.backoffDelay", backoffDelay);
        services.add(service);
        service.start();
        return service;
    }

    /** The same in a process of its own. */
    private Process startProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Doutbox.database=" + database,
                        "-Doutbox.url=" + receiver.url(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(new File("target", "killed-process.log"))
                .start();
    }

    private static void place(Main service, int lamps) throws Exception {
        service.getCamelTemplate()
                .sendBody("direct:place-order", Map.<String, Object>of("item", "lamp", "quantity", lamps));
    }

    private static void write(JdbcTemplate tables, int rows) {
        for (int n = 1; n <= rows; n++) {
            tables.update("INSERT INTO outbox (event, payload) VALUES ('order.placed', ?)", "{\"n\":  " + n + "} ");
        }
    }

    private static void awaitPolls(Main service) {
        awaitPollsOfOneOf(service);
    }

    /** Until one of them has looked three times, with whatever success. */
    private static void awaitPollsOfOneOf(Main... services) {
        List<NotifyBuilder> polls = Stream.of(services)
                .map(service -> new NotifyBuilder(service.getCamelContext())
                        .fromRoute("outbox")
                        .whenDone(3)
                        .create())
                .toList();
        await().atMost(PATIENCE).until(() -> polls.stream().anyMatch(NotifyBuilder::matches));
    }

    private static void awaitNoneWaiting(JdbcTemplate tables) {
        await().atMost(PATIENCE).until(() -> rows(tables).stream().noneMatch(row -> row.endsWith(" waiting")));
    }

    private static List<String> rows(JdbcTemplate tables) {
        return tables.queryForList(
                "SELECT id || ' ' || coalesce(given_up, CASE WHEN sent_at IS NULL THEN 'waiting' ELSE 'sent' END)"
                        + " FROM outbox ORDER BY id",
                String.class);
    }

    private static List<String> ids(int count) {
        return Stream.iterate(1, n -> n + 1)
                .limit(count)
                .map(n -> "outbox-" + n)
                .toList();
    }
}
