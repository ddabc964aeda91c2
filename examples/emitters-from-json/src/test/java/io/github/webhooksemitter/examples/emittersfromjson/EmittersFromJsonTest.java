package io.github.webhooksemitter.examples.emittersfromjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.webhooksemitter.examples.emittersfromjson.LocalReceiver.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmittersFromJsonTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String INVOICE = "{\"invoice\": 7, \"customer\": \"Zoë\"}";

    @TempDir
    Path folder;

    private final Main main = new Main();
    private LocalReceiver billing;
    private LocalReceiver audit;

    @BeforeEach
    void startReceivers() throws IOException {
        billing = new LocalReceiver();
        audit = new LocalReceiver();
        Files.createDirectory(folder.resolve("events"));
        main.addOverrideProperty("example.folder", folder.toString());
    }

    @AfterEach
    void stop() {
        main.stop();
        billing.close();
        audit.close();
    }

    @Test
    void fans_an_event_out_to_the_emitters_of_the_file_that_are_attached_to_it() throws IOException {
        write("emitters.json", emitters(billing.url()));
        write("events/invoice.paid-7.json", INVOICE);
        write("events/order.shipped-1.json", "{\"order\": 1}");

        main.start();

        await().atMost(PATIENCE)
                .until(() -> audit.received().size() == 2 && billing.received().size() == 1);
        assertThat(audit.events()).containsExactly("invoice.paid", "order.shipped");
        Received toBilling = billing.received().get(0);
        Received toAudit = audit.received().get(0);
        assertThat(toBilling.event()).isEqualTo("invoice.paid");
        assertThat(toBilling.body()).isEqualTo(INVOICE).isEqualTo(toAudit.body());
        assertThat(toBilling.deliveryId()).isEqualTo(toAudit.deliveryId());
        assertThat(toBilling.signature()).startsWith("sha256:").isNotEqualTo(toAudit.signature());
    }

    @Test
    void takes_over_what_is_changed_in_the_file_while_it_runs() throws IOException {
        write("emitters.json", emitters("http://127.0.0.1:9/nobody"));
        main.init();
        NotifyBuilder taken = new NotifyBuilder(main.getCamelContext())
                .fromRoute("load-emitters")
                .whenDone(1)
                .create();
        main.start();
        await().atMost(PATIENCE).until(taken::matches);

        write("emitters.json", emitters(billing.url()));
        write("events/invoice.paid-7.json", INVOICE);

        await().atMost(PATIENCE).until(() -> billing.events().contains("invoice.paid"));
    }

    @Test
    void sends_nothing_before_the_file_is_right_and_then_everything() throws IOException {
        write("events/invoice.paid-7.json", INVOICE);
        write("emitters.json", "[{\"emitterId\": \"billing\", \"urll\": \"http://localhost/\"}]");
        main.init();
        NotifyBuilder wrongFile = new NotifyBuilder(main.getCamelContext())
                .fromRoute("load-emitters")
                .whenDone(1)
                .create();
        main.start();
        await().atMost(PATIENCE).until(wrongFile::matches);
        assertThat(isStarted("fan-out")).isFalse();

        write("emitters.json", emitters(billing.url()));

        await().atMost(PATIENCE)
                .until(() -> !billing.received().isEmpty() && !audit.received().isEmpty());
        assertThat(billing.events()).containsExactly("invoice.paid");
    }

    private boolean isStarted(String route) {
        return main.getCamelContext().getRouteController().getRouteStatus(route).isStarted();
    }

    private String emitters(String billingUrl) {
        return """
                [
                  {"emitterId": "billing", "url": "%s", "events": "invoice.*", "secret": "billing-secret"},
                  {"emitterId": "audit", "url": "%s", "events": "*", "secret": "audit-secret"}
                ]
                """.formatted(billingUrl, audit.url());
    }

    /** In one step, so that no half file is read, and with a time of its own, however coarse the file system's clock. */
    private void write(String name, String text) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft"), text);
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().plusMillis(text.hashCode() & 0xffff)));
        Files.move(draft, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
