package io.github.webhooksemitter;

import static io.github.webhooksemitter.testing.Stage.ids;
import static io.github.webhooksemitter.testing.Stage.idsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Reply;
import io.github.webhooksemitter.testing.Stage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A context that is stopped and started, suspended and resumed; a component that is removed: nothing is left behind. */
class RestartTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void after_stop_and_start_only_declared_emitters_are_back() {
        Receiver receiver = stage.receiver();
        stage.route("user", "direct:user", stage.declaring(receiver)).start();
        stage.component().attach("attached", Stage.config(receiver.url()));
        assertThat(stage.component().emitters()).hasSize(2);

        stage.stop();
        stage.start();

        assertThat(stage.component().isStarted(stage.id())).isTrue();
        assertThat(stage.component().isStarted("attached")).isFalse();
        stage.emit("direct:user", "d1");
        receiver.await(1);
        assertThatThrownBy(() -> stage.emit("webhooks-emitter:attached", "d2"))
                .hasMessageContaining("No emitter attached is attached");
    }

    @Test
    void what_was_given_up_at_the_stop_is_not_sent_after_the_start() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.shutdownTimeout(Duration.ofMillis(500));
        stage.route("user", "direct:user", stage.declaring(receiver, "backoffDelay=10m"))
                .start();
        stage.emit("direct:user", 1, 3);
        stage.awaitBackoff();

        stage.stop();
        assertThat(idsOf(stage.logged())).containsExactly("d1", "d2", "d3");
        stage.start();
        stage.emit("direct:user", "d4");

        receiver.await(2);
        assertThat(idsOf(receiver)).containsExactly("d1", "d4");
    }

    @Test
    void rounds_of_stop_and_start_leave_no_thread_and_no_mbean() {
        Receiver receiver = stage.receiver();
        stage.route("user", "direct:user", stage.declaring(receiver));
        int mbeans = 0;
        for (int round = 1; round <= 4; round++) {
            stage.start();
            stage.emit("direct:user", "d" + round);
            receiver.await(round);
            // Where workers are virtual and so not listed, the sweep of deadlines still is.
            assertThat(stage.threads()).isNotEmpty();
            if (round == 1) {
                mbeans = mbeans().size();
            }
            assertThat(mbeans()).hasSizeLessThanOrEqualTo(mbeans);

            stage.stop();

            Awaitility.await().untilAsserted(() -> assertThat(stage.threads()).isEmpty());
            assertThat(mbeans()).isEmpty();
        }
        assertThat(idsOf(receiver)).containsExactlyElementsOf(ids(1, 4));
    }

    @Test
    void emitters_that_come_and_go_leave_no_thread_and_no_mbean() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.emit(1);
        receiver.await(1);
        Set<ObjectName> mbeans = mbeans();

        for (int n = 1; n <= 200; n++) {
            stage.component().attach("e" + n, Stage.config(receiver.url(), "connectTimeout", n + "s"));
            stage.emit("webhooks-emitter:e1", "x" + n);
            if (n > 1) {
                stage.component().detach("e" + n);
            }
        }

        receiver.await(201);
        Awaitility.await().until(() -> stage.component().emitters().size() == 2);
        assertThat(mbeans())
                .allMatch(name ->
                        mbeans.contains(name) || name.getKeyProperty("type").equals("endpoints"));
        // an idle worker is taken first, so there are about as many as attempts in flight; all others are there once
        assertThat(stage.threads())
                .filteredOn(name -> name.endsWith(" WebhooksEmitter"))
                .hasSizeLessThanOrEqualTo(64);
        assertThat(stage.threads())
                .filteredOn(name -> !name.endsWith(" WebhooksEmitter"))
                .hasSizeLessThan(10);
    }

    @Test
    void a_suspended_context_attempts_nothing_and_goes_on_in_order() {
        CountDownLatch answer = new CountDownLatch(1);
        stage.closing(answer::countDown);
        Receiver receiver = stage.receiver().answering(request -> {
            Stage.await(answer);
            return Reply.of(200);
        });
        stage.start().attach(receiver);
        List<String> accepted = stage.emit(20);
        receiver.await(1);

        stage.context().suspend();
        answer.countDown();
        Awaitility.await().until(() -> stage.status().delivered() == 1);
        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        assertThat(idsOf(receiver)).containsExactly("d1");
        assertThat(stage.status().queued()).isEqualTo(19);

        stage.context().resume();
        receiver.await(20);
        assertThat(idsOf(receiver)).containsExactlyElementsOf(accepted);
    }

    @Test
    void a_retry_that_falls_due_while_the_context_is_suspended_is_made_first_after_the_resume() {
        Receiver receiver = stage.receiver().answering(503, 200);
        stage.start().attach(receiver, "backoffDelay", "300ms", "backoffJitter", 0);
        stage.emit(3);
        stage.awaitBackoff();

        stage.context().suspend();
        Awaitility.await().until(() -> stage.status().nextAttemptAt() == null);
        assertThat(idsOf(receiver)).containsExactly("d1");
        stage.context().resume();

        receiver.await(4);
        assertThat(idsOf(receiver)).containsExactly("d1", "d1", "d2", "d3");
    }

    @Test
    void a_paused_emitter_stays_paused_over_suspend_and_resume_of_the_context() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.component().pause(stage.id());
        stage.emit(2);

        stage.context().suspend();
        stage.context().resume();

        assertThat(stage.status().state()).isEqualTo("paused");
        assertThat(stage.status().queued()).isEqualTo(2);
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void the_stop_of_a_suspended_context_gives_up_what_is_queued_without_waiting() {
        stage.shutdownTimeout(Duration.ofSeconds(20)).start();
        stage.attach(stage.receiver(), "deadLetter", stage.deadLetter());
        stage.context().suspend();
        List<String> accepted = stage.emit(20);

        Duration took = stage.stop();

        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(idsOf(stage.letters())).containsExactlyElementsOf(accepted);
    }

    @Test
    void a_component_that_is_removed_gives_up_what_it_holds_and_leaves_nothing() {
        Receiver receiver = stage.receiver().answering(503);
        stage.start();
        Set<ObjectName> mbeans = mbeans();
        stage.attach(receiver, "backoffDelay", "10m");
        List<String> accepted = stage.emit(20);
        stage.awaitBackoff();

        stage.context().removeComponent("webhooks-emitter");

        assertThat(idsOf(stage.logged())).containsExactlyElementsOf(accepted);
        Awaitility.await().untilAsserted(() -> assertThat(stage.threads()).isEmpty());
        assertThat(mbeans())
                .allMatch(name -> mbeans.contains(name)
                        || Set.of("endpoints", "components").contains(name.getKeyProperty("type")));
    }

    @Test
    void after_a_component_was_removed_a_new_one_works() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver);
        stage.emit(1);
        receiver.await(1);

        stage.context().removeComponent("webhooks-emitter");
        stage.context().getEndpointRegistry().clear();
        stage.attach(receiver);
        stage.emit("webhooks-emitter:" + stage.id() + "?event=x", 2, 2);

        receiver.await(2);
    }

    private Set<ObjectName> mbeans() {
        try {
            ObjectName ofContext =
                    new ObjectName("org.apache.camel:context=" + stage.context().getManagementName() + ",*");
            return ManagementFactory.getPlatformMBeanServer().queryNames(ofContext, null);
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }
}
