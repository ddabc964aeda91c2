package io.github.webhooksemitter.management;

import io.github.webhooksemitter.delivery.Emitters;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.jspecify.annotations.Nullable;

/**
 * One check for all emitters of a component: down while some have paused themselves, or their queues are out of reach,
 * with their ids and reasons.
 *
 * <p>Readiness only, since no restart mends a receiver; and among Camel's checks of producers, which are off until {@code
 * camel.health.producersEnabled=true}: whether a receiver that is gone makes a whole application not ready is the operator's
 * to say. Does nothing where camel-health is not on the classpath. Thread safe.
 */
public final class EmittersHealthCheck implements HealthCheck {
    private static final String REPOSITORY = "producers";

    private final Supplier<Emitters> emitters;
    private volatile boolean enabled = true;
    private volatile @Nullable WritableHealthCheckRepository repository;

    /** A check of what the supplier gives when it is called. */
    public EmittersHealthCheck(Supplier<Emitters> emitters) {
        this.emitters = emitters;
    }

    /** Adds this check to those of the context, if it has any. */
    public void register(CamelContext context) {
        WritableHealthCheckRepository found =
                HealthCheckHelper.getHealthCheckRepository(context, REPOSITORY, WritableHealthCheckRepository.class);
        if (found != null) {
            found.addHealthCheck(this);
        }
        repository = found;
    }

    /** Takes this check out again. */
    public void unregister() {
        WritableHealthCheckRepository registered = repository;
        if (registered != null) {
            registered.removeHealthCheck(this);
        }
    }

    @Override
    public Result call(Map<String, Object> options) {
        SortedMap<String, String> paused = emitters.get().pausedByThemselves();
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this);
        SortedMap<String, String> troubled = emitters.get().troubledQueues();
        paused.forEach((id, reason) -> result.detail("paused." + id, reason));
        troubled.forEach((id, how) -> result.detail("queue." + id, how));
        String message = sentence("Emitters have paused themselves: ", paused)
                + sentence("Queues of emitters are not well: ", troubled);
        return message.isEmpty()
                ? result.up().build()
                : result.down().message(message.strip()).build();
    }

    private static String sentence(String beginning, SortedMap<String, String> ids) {
        return ids.isEmpty() ? "" : beginning + String.join(", ", ids.keySet()) + ". ";
    }

    @Override
    public String getId() {
        return "producer:webhooks-emitter";
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
