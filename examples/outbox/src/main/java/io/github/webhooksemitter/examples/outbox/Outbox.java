package io.github.webhooksemitter.examples.outbox;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Runs the routes in {@code camel/outbox.camel.yaml} on a PostgreSQL of its own, places three orders of which one is
 * rolled back, and shows what arrives at a receiver that is out of order at first.
 */
public final class Outbox {
    private Outbox() {}

    /** Exits with 1 unless exactly the webhooks of the two orders that were placed were sent. */
    public static void main(String[] arguments) throws Exception {
        boolean sent;
        try (EmbeddedPostgres postgres = startPostgres()) {
            sent = run(
                    postgres.getJdbcUrl("postgres", "postgres"),
                    new PrintStream(System.out, true, StandardCharsets.UTF_8));
        }
        if (!sent) {
            System.exit(1);
        }
    }

    /** In a folder of this user's own: two users of a machine cannot share the usual one. */
    static EmbeddedPostgres startPostgres() throws IOException {
        File folder = new File(System.getProperty("java.io.tmpdir"), "embedded-pg-" + System.getProperty("user.name"));
        return EmbeddedPostgres.builder().setOverrideWorkingDirectory(folder).start();
    }

    static boolean run(String database, PrintStream out) throws Exception {
        JdbcTemplate tables = createTables(database);
        Main main = new Main();
        try (Receiver receiver = new Receiver(3, out)) {
            main.addOverrideProperty("outbox.database", database);
            main.addOverrideProperty("outbox.url", receiver.url());
            // Shorter than in a service: nobody waits for an example.
            main.addOverrideProperty("outbox.backoffDelay", "200ms");
            main.init();
            NotifyBuilder sent = new NotifyBuilder(main.getCamelContext())
                    .fromRoute("outbox")
                    .wereSentTo("direct://send-row")
                    .whenCompleted(2)
                    .create();
            main.start();
            place(main, 2, out);
            place(main, 7, out);
            place(main, 1, out);
            boolean inTime = sent.matches(60, TimeUnit.SECONDS);
            return show(tables, out) && inTime;
        } finally {
            main.stop();
        }
    }

    /** The tables of {@code sql/schema.sql}, and five lamps. */
    static JdbcTemplate createTables(String database) {
        DriverManagerDataSource source = new DriverManagerDataSource(database);
        new ResourceDatabasePopulator(new ClassPathResource("sql/schema.sql")).execute(source);
        JdbcTemplate tables = new JdbcTemplate(source);
        tables.update("INSERT INTO stock VALUES ('lamp', 5)");
        return tables;
    }

    private static void place(Main main, int lamps, PrintStream out) throws Exception {
        Map<String, Object> order = Map.of("item", "lamp", "quantity", lamps);
        try {
            main.getCamelTemplate().sendBody("direct:place-order", order);
            out.println("PLACED " + order);
        } catch (CamelExecutionException e) {
            out.println("ROLLED BACK " + order + ": the stock has not so many");
        }
    }

    private static boolean show(JdbcTemplate tables, PrintStream out) {
        List<Map<String, Object>> rows =
                tables.queryForList("SELECT id, event, payload, sent_at, given_up FROM outbox ORDER BY id");
        rows.forEach(row -> out.println("ROW " + row));
        return rows.size() == 2 && rows.stream().allMatch(row -> row.get("sent_at") != null);
    }
}
