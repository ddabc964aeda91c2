package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.Patience;
import io.github.webhooksemitter.delivery.Queued;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterId;
import io.github.webhooksemitter.emitter.EventName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Send webhooks: any exchange becomes a signed JSON POST, queued per emitter, in order, retried.
 *
 * <p>An endpoint with at least one emitter option declares the emitter; one with none refers to it. It owns nothing: the
 * emitter lives in the component until it is detached.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "webhooks-emitter",
        title = "Webhooks Emitter",
        syntax = "webhooks-emitter:emitterId",
        remote = true,
        category = {Category.HTTP},
        headersClass = WebhooksEmitterConstants.class)
public class WebhooksEmitterEndpoint extends DefaultEndpoint implements AsyncEndpoint {
    private static final String ALL_OUTCOMES = "delivered,retry,dead";

    @UriPath(
            description = "Id of the emitter: 1 to 128 letters, digits, '.', '_' or '-'. An asterisk stands for"
                    + " every emitter attached to the event.")
    @Metadata(required = true)
    private String emitterId;

    @UriParam(
            label = "producer",
            secret = true,
            description = "The receiver: an http or https url. In Java URIs wrap it in RAW(); YAML needs no RAW."
                    + " Never printed beyond its host.")
    private @Nullable String url;

    @UriParam(
            label = "producer",
            description =
                    "Patterns that attach this emitter to fan-out (emitter id asterisk), comma separated: event names"
                            + " whose segments between the dots may be an asterisk. That is one or more segments at the end,"
                            + " exactly one elsewhere, and everything alone. A send to the id itself is never filtered.")
    private @Nullable String events;

    @UriParam(description = "The emitter's options that the component has, too.")
    private WebhooksEmitterConfiguration configuration = new WebhooksEmitterConfiguration();

    @UriParam(
            label = "producer",
            description =
                    "Name of the event that is emitted here: 1 to 256 visible ASCII characters without asterisk and comma."
                            + " The header CamelWebhooksEmitterEvent wins.")
    private @Nullable String event;

    @UriParam(
            label = "producer",
            defaultValue = "block",
            enums = "block,fail,deadLetter",
            description = "What a full queue means: block the caller up to enqueueTimeout and then fail its exchange,"
                    + " fail at once, or hand the delivery to deadLetter. A paused emitter never blocks.")
    private @Nullable String whenFull;

    @UriParam(
            label = "producer",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description = "How long a caller waits for a place in a full queue with whenFull=block.")
    private @Nullable Duration enqueueTimeout;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the exchange completes only when its delivery has ended: it fails if the delivery is"
                    + " given up. No thread waits meanwhile.")
    private boolean waitForDelivery;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description =
                    "How long waitForDelivery waits at most; then the exchange fails and the delivery is taken back,"
                            + " unless an attempt is under way. Without it: as long as the delivery takes.")
    private @Nullable Duration waitTimeout;

    @UriParam(
            label = "producer",
            defaultValue = "emit",
            enums = "emit,attach,put,update,detach,pause,resume,status,list,ping,deliveries,cancel,purge",
            description = "What a send does: emit an event; attach, put, update, detach, pause, resume, status or list"
                    + " emitters (attach, put and update take options as a JSON object or Map); ping sends one test"
                    + " delivery past the queue; deliveries lists what waits, cancel gives up the one whose id is"
                    + " the body, purge all.")
    private @Nullable String operation;

    @UriParam(
            label = "producer",
            enums = "keep,deadLetter",
            description =
                    "With operation=detach: whether deliveries that wait in the queue of the emitter are kept there,"
                            + " as a persistent queue does where nothing is said, or given up.")
    private @Nullable String queued;

    @UriParam(
            label = "consumer",
            defaultValue = "delivered,retry,dead",
            description = "Which outcomes of the emitter (an asterisk: of all emitters) become exchanges, comma"
                    + " separated: delivered; retry, when an attempt failed and another one follows; dead, when a delivery"
                    + " was given up.")
    private @Nullable String outcomes;

    private @Nullable IllegalArgumentException problem;

    /** Creates an endpoint for an emitter id, or for {@code *}. */
    public WebhooksEmitterEndpoint(String uri, WebhooksEmitterComponent component, String emitterId) {
        super(uri, component);
        this.emitterId = emitterId;
    }

    /** Keeps what is wrong with the URI until a producer is wanted: see decision 0002. */
    void fail(IllegalArgumentException found) {
        problem = found;
    }

    @Override
    public Producer createProducer() {
        if (problem != null) {
            throw problem;
        }
        EndpointRules.checkProducer(this);
        return operation() == Operation.EMIT
                ? new WebhooksEmitterProducer(this)
                : new WebhooksEmitterOperationProducer(this, operation());
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (problem != null) {
            throw problem;
        }
        EndpointRules.checkConsumer(this);
        Consumer consumer = new WebhooksEmitterOutcomeConsumer(
                this,
                processor,
                EndpointOptions.outcomes(Optional.ofNullable(outcomes).orElse(ALL_OUTCOMES)));
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public WebhooksEmitterComponent getComponent() {
        return (WebhooksEmitterComponent) super.getComponent();
    }

    /** Whether it stands for every emitter attached to the event. */
    boolean isForAll() {
        return emitterId.equals(EmitterId.ALL);
    }

    /** The emitter options given here; empty: this endpoint refers to an emitter declared elsewhere. */
    EmitterConfig declaration() {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("url", url);
        given.put("events", events);
        return EmitterConfig.of(given).over(configuration.toConfig());
    }

    Optional<String> eventName() {
        return Optional.ofNullable(event).map(name -> EventName.check(name, "the option event"));
    }

    Operation operation() {
        String name = Optional.ofNullable(operation).orElse("emit");
        return Operation.named(name).orElseThrow(() -> EndpointOptions.refused("operation", Operation.names(), name));
    }

    Optional<Queued> queued() {
        return Optional.ofNullable(queued).map(EndpointOptions::queued);
    }

    Patience patience() {
        Patience defaults = getComponent().patience();
        return new Patience(
                whenFull == null ? defaults.whenFull() : EndpointOptions.whenFull(whenFull),
                Optional.ofNullable(enqueueTimeout).orElse(defaults.enqueueTimeout()),
                waitForDelivery,
                Optional.ofNullable(waitTimeout),
                true);
    }

    public String getEmitterId() {
        return emitterId;
    }

    /** Id of the emitter, or {@code *}. */
    public void setEmitterId(String emitterId) {
        this.emitterId = emitterId;
    }

    public @Nullable String getUrl() {
        return url;
    }

    /** The receiver's url. */
    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    public @Nullable String getEvents() {
        return events;
    }

    /** Patterns that attach the emitter to fan-out. */
    public void setEvents(@Nullable String events) {
        this.events = events;
    }

    public WebhooksEmitterConfiguration getConfiguration() {
        return configuration;
    }

    /** The options shared with the component. */
    public void setConfiguration(WebhooksEmitterConfiguration configuration) {
        this.configuration = configuration;
    }

    public @Nullable String getEvent() {
        return event;
    }

    /** Name of the event. */
    public void setEvent(@Nullable String event) {
        this.event = event;
    }

    public @Nullable String getWhenFull() {
        return whenFull;
    }

    /** What a full queue means: block, fail or deadLetter. */
    public void setWhenFull(@Nullable String whenFull) {
        this.whenFull = whenFull;
    }

    public @Nullable Duration getEnqueueTimeout() {
        return enqueueTimeout;
    }

    /** How long a caller waits for a place in the queue. */
    public void setEnqueueTimeout(@Nullable Duration enqueueTimeout) {
        this.enqueueTimeout = enqueueTimeout;
    }

    public boolean isWaitForDelivery() {
        return waitForDelivery;
    }

    /** Whether the exchange completes only when its delivery has ended. */
    public void setWaitForDelivery(boolean waitForDelivery) {
        this.waitForDelivery = waitForDelivery;
    }

    public @Nullable Duration getWaitTimeout() {
        return waitTimeout;
    }

    /** How long that wait may take. */
    public void setWaitTimeout(@Nullable Duration waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public @Nullable String getQueued() {
        return queued;
    }

    /** What a detach does with deliveries that wait: keep or deadLetter. */
    public void setQueued(@Nullable String queued) {
        this.queued = queued;
    }

    public @Nullable String getOutcomes() {
        return outcomes;
    }

    /** Which outcomes become exchanges. */
    public void setOutcomes(@Nullable String outcomes) {
        this.outcomes = outcomes;
    }

    public @Nullable String getOperation() {
        return operation;
    }

    /** What a send does. */
    public void setOperation(@Nullable String operation) {
        this.operation = operation;
    }

    /** Without options: Camel's text would show the path of the url. */
    @Override
    public String toString() {
        return "webhooks-emitter:" + (EmitterId.isValid(emitterId) ? emitterId : "?");
    }
}
