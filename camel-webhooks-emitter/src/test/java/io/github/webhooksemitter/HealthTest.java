package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Stage;
import java.util.Collection;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Emitters that paused themselves show in Camel's readiness, where the checks of producers are on. */
class HealthTest {
    @RegisterExtension
    final Stage stage = new Stage();

    @BeforeEach
    void start() {
        stage.start();
        stage.component();
        HealthCheckHelper.getHealthCheckRepository(stage.context(), "producers").setEnabled(true);
    }

    @Test
    void an_emitter_whose_receiver_is_gone_is_down_until_it_is_resumed() {
        stage.attach(stage.receiver().answering(410), "deadLetter", stage.deadLetter());
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
        stage.emit(1);
        Awaitility.await().until(() -> stage.letters().size() == 1);

        HealthCheck.Result result = check();

        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage())
                .hasValueSatisfying(message -> assertThat(message).contains(stage.id()));
        assertThat(result.getDetails()).containsEntry("paused." + stage.id(), "gone");
        assertThat(HealthCheckHelper.invokeLiveness(stage.context())).isEmpty();

        stage.component().resume(stage.id());
        assertThat(check().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void one_that_pauses_for_failures_is_down_and_one_paused_by_hand_is_not() {
        stage.attach(stage.receiver().answering(503), "maxAttempts", 1, "pauseAfterFailures", 1);
        stage.component().attach("byHand", Stage.config(stage.receiver().url()));
        stage.component().pause("byHand");
        stage.emit(1);
        Awaitility.await().until(() -> stage.status().reason() != null);

        assertThat(check().getDetails())
                .containsEntry("paused." + stage.id(), "failures")
                .doesNotContainKey("paused.byHand");
    }

    @Test
    void after_a_stop_the_check_is_gone() throws Exception {
        stage.context().removeComponent("webhooks-emitter");

        assertThat(checks()).isEmpty();
    }

    private HealthCheck.Result check() {
        assertThat(checks()).hasSize(1);
        return checks().iterator().next();
    }

    private Collection<HealthCheck.Result> checks() {
        return HealthCheckHelper.invokeReadiness(stage.context()).stream()
                .filter(result -> result.getCheck().getId().equals("producer:webhooks-emitter"))
                .toList();
    }
}
