package io.github.webhooksemitter;

import io.github.webhooksemitter.delivery.AcceptedEvent;
import io.github.webhooksemitter.delivery.EmitterStatus;
import io.github.webhooksemitter.delivery.Emitters;
import io.github.webhooksemitter.delivery.Patience;
import io.github.webhooksemitter.delivery.Payloads;
import io.github.webhooksemitter.delivery.PingResult;
import io.github.webhooksemitter.delivery.Queued;
import io.github.webhooksemitter.delivery.WaitingDelivery;
import io.github.webhooksemitter.delivery.WhenFull;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EventName;
import io.github.webhooksemitter.emitter.Visible;
import io.github.webhooksemitter.management.EmittersHealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component {@code webhooks-emitter:}. It holds the emitters, and is the way to them for Java code that is not a
 * route. The methods that work on emitters are thread safe once the component is started.
 */
@Component("webhooks-emitter")
public class WebhooksEmitterComponent extends HealthCheckComponent {
    private static final Logger LOG = LoggerFactory.getLogger(WebhooksEmitterComponent.class);

    @Metadata(label = "producer", description = "Options for every emitter that does not give them itself.")
    private WebhooksEmitterConfiguration configuration = new WebhooksEmitterConfiguration();

    @Metadata(
            label = "producer",
            defaultValue = "block",
            enums = "block,fail,deadLetter",
            description =
                    "What a full queue means where the endpoint does not say: block the caller up to enqueueTimeout"
                            + " and then fail its exchange, fail at once, or hand the delivery to deadLetter.")
    private String whenFull = WhenFull.BLOCK.toString();

    @Metadata(
            label = "producer",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description = "How long a caller waits for a place in a full queue where the endpoint does not say.")
    private Duration enqueueTimeout = Duration.ofSeconds(5);

    @Metadata(
            label = "advanced",
            description =
                    "Bytes that all accepted deliveries of this JVM may hold, counted from accept to the end of the"
                            + " delivery (its body and 2 KiB). Above it, emitters that hold more than their share count as full. A"
                            + " quarter of the heap by default.")
    private @Nullable Long maxQueuedBytes;

    private final EmittersHealthCheck health = new EmittersHealthCheck(this::service);
    private Clock clock = Clock.systemUTC();
    private volatile @Nullable Emitters service;
    private volatile @Nullable Payloads payloads;

    /** Camel cannot parse a control character, and would quote the whole URI to say so, the secret too. */
    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        if (uri.chars().noneMatch(Character::isISOControl)) {
            return super.createEndpoint(uri, properties);
        }
        String id = Visible.text(StringHelper.removeStartingCharacters(
                StringHelper.before(StringHelper.after(uri, ":", uri), "?", ""), '/'));
        WebhooksEmitterEndpoint endpoint = new WebhooksEmitterEndpoint("webhooks-emitter:" + id, this, id);
        endpoint.fail(new IllegalArgumentException("The URI of the endpoint " + endpoint
                + " has a control character, such as a tab, in its id or in an option: remove it."));
        return endpoint;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        WebhooksEmitterEndpoint endpoint = new WebhooksEmitterEndpoint(uri, this, remaining);
        try {
            RawValues.unwrap(parameters);
            endpoint.configureProperties(EndpointOptions.takeCamels(parameters));
            EndpointOptions.read(parameters).forEach((name, value) -> getEndpointPropertyConfigurer()
                    .configure(getCamelContext(), endpoint, name, value, false));
        } catch (IllegalArgumentException e) {
            endpoint.fail(e);
        }
        parameters.clear();
        return endpoint;
    }

    /** Not by Camel: see {@link RawValues}. */
    @Override
    protected boolean resolveRawParameterValues() {
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EndpointOptions.whenFull(whenFull);
        EmitterOption.duration("enqueueTimeout", enqueueTimeout);
        payloads = new Payloads(getCamelContext());
        long bytes =
                maxQueuedBytes != null ? maxQueuedBytes : Runtime.getRuntime().maxMemory() / 4;
        if (bytes < 1) {
            throw new IllegalArgumentException("Option maxQueuedBytes must be a number of bytes above 0.");
        }
        Emitters emitters = new Emitters(getCamelContext(), this, configuration.toConfig(), bytes, clock);
        ServiceHelper.startService(emitters);
        service = emitters;
        if (isHealthCheckProducerEnabled()) {
            health.register(getCamelContext());
        }
    }

    @Override
    protected void doStop() throws Exception {
        health.unregister();
        ServiceHelper.stopAndShutdownService(service);
        super.doStop();
    }

    /**
     * Attaches an emitter.
     *
     * @param id its id
     * @param config its options, the url at least
     * @throws IllegalArgumentException if an option is not valid
     * @throws IllegalStateException if the id is attached already, or still detaching
     */
    public void attach(String id, EmitterConfig config) {
        service().attach(Map.of(id, config));
    }

    /**
     * Attaches an emitter to events.
     *
     * @param events patterns that fan-out reaches it by; they replace those of the configuration
     * @throws IllegalArgumentException if an option is not valid
     * @throws IllegalStateException if the id is attached already, or still detaching
     */
    public void attach(String id, Collection<String> events, EmitterConfig config) {
        attach(id, config.with(Map.of(EmitterOption.EVENTS.name(), String.join(",", events))));
    }

    /** Attaches an emitter to one event or pattern; as {@link #attach(String, Collection, EmitterConfig)}. */
    public void attach(String id, String event, EmitterConfig config) {
        attach(id, List.of(event), config);
    }

    /**
     * Attaches many emitters, all or none.
     *
     * @throws IllegalArgumentException if an option of one is not valid
     * @throws IllegalStateException if an id is attached already, or still detaching
     */
    public void attach(Map<String, EmitterConfig> configs) {
        service().attach(configs);
    }

    /**
     * Attaches an emitter, or gives an attached one these options instead of all its own.
     *
     * @throws IllegalArgumentException if an option is not valid: then nothing changes
     * @throws IllegalStateException if the id is still detaching
     */
    public void put(String id, EmitterConfig config) {
        service().put(Map.of(id, config));
    }

    /** As {@link #put(String, EmitterConfig)} for many, all or none. */
    public void put(Map<String, EmitterConfig> configs) {
        service().put(configs);
    }

    /**
     * Changes some options of an emitter, by name. Those used at accept hold for what is accepted from then on, the
     * others from the next attempt; what waits in backoff is attempted now.
     *
     * @param changes the new values; null gives an option back to its default
     * @throws IllegalArgumentException if one is not valid: then nothing changes
     * @throws IllegalStateException if no such emitter is attached
     */
    public void update(String id, Map<String, ? extends @Nullable Object> changes) {
        service().update(id, changes);
    }

    /**
     * Detaches an emitter, at once: an attempt in flight is cut, and what is queued is given up in the background, or stays
     * in a persistent queue.
     *
     * @throws IllegalStateException if no such emitter is attached
     */
    public void detach(String id) {
        service().detach(id, Optional.empty());
    }

    /**
     * Detaches an emitter, as {@link #detach(String)}.
     *
     * @param queued what becomes of deliveries that wait in its queue
     * @throws IllegalArgumentException if a queue in memory is to keep them
     * @throws IllegalStateException if no such emitter is attached
     */
    public void detach(String id, Queued queued) {
        service().detach(id, Optional.of(queued));
    }

    /**
     * Stops an emitter's attempts before the next one; its queue is kept. Pausing a paused one changes nothing.
     *
     * @throws IllegalStateException if no such emitter is attached
     */
    public void pause(String id) {
        service().pause(id);
    }

    /**
     * Lets a paused emitter go on, in order.
     *
     * @throws IllegalStateException if no such emitter is attached
     */
    public void resume(String id) {
        service().resume(id);
    }

    /** How every emitter is doing, in the order of their ids. */
    public List<EmitterStatus> emitters() {
        return service().statuses();
    }

    /**
     * How one emitter is doing.
     *
     * @throws IllegalStateException if no such emitter is attached
     */
    public EmitterStatus status(String id) {
        return service().status(id);
    }

    /** Whether deliveries to this id are accepted. */
    public boolean isStarted(String id) {
        return service().isAttached(id);
    }

    /** How many events were emitted to all while no emitter was attached to them. */
    public long unattachedEvents() {
        return service().unattachedEvents();
    }

    /** As {@link #emit(String, Object, String)}, with a delivery id made here. */
    public String emit(String event, @Nullable Object payload) {
        return emit(event, payload, UUID.randomUUID().toString());
    }

    /**
     * Emits an event to every emitter attached to it, without blocking.
     *
     * @param payload JSON text (bytes or characters), or an object for Jackson
     * @return the delivery id, the same for all of them
     * @throws IllegalArgumentException if the payload or a name is not valid
     * @throws io.github.webhooksemitter.delivery.FanOutFailedException if an emitter could not take it; all others have
     */
    public String emit(String event, @Nullable Object payload, String deliveryId) {
        EventName.check(event, "the argument event");
        if (!Visible.isToken(deliveryId, 256)) {
            throw new IllegalArgumentException(
                    "The delivery id is not valid: use 1 to 256 visible ASCII characters without blanks.");
        }
        byte[] body = payloads().of(payload, service().longestPayloadOf(event));
        try {
            CompletableFuture<?> end = service()
                    .emitToAll(
                            new AcceptedEvent(deliveryId, event, body, Map.of(), Optional.empty(), Set.of()),
                            patience());
            // Called from a route, this thread is the one that Camel would send a dead letter on: let it, as Camel
            // does.
            ReactiveExecutor reactive =
                    getCamelContext().getCamelContextExtension().getReactiveExecutor();
            while (!end.isDone() && reactive.executeFromQueue()) {
                LOG.trace("Ran a task of the route while waiting for a dead letter");
            }
            end.join();
            return deliveryId;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * As {@link #ping(String, Object)} with the payload {@code {"event":"ping"}}.
     */
    public CompletableFuture<PingResult> ping(String id) {
        return ping(id, "{\"event\":\"ping\"}");
    }

    /**
     * Sends one test delivery past the queue, event {@code ping}, with an id of its own: one attempt, also while the emitter
     * is paused; it is neither retried nor counted.
     *
     * @param payload JSON text (bytes or characters), or an object for Jackson
     * @return completed when the attempt has ended; a receiver that does not take it is a result, not an exception
     * @throws IllegalArgumentException if the payload is not valid
     * @throws IllegalStateException if no such emitter is attached
     */
    public CompletableFuture<PingResult> ping(String id, Object payload) {
        byte[] body = payloads().of(payload, service().maxPayloadSize(id));
        return service()
                .ping(
                        id,
                        new AcceptedEvent(
                                UUID.randomUUID().toString(), "ping", body, Map.of(), Optional.empty(), Set.of()));
    }

    /**
     * What an emitter has accepted and not ended, the oldest first: metadata only.
     *
     * @throws IllegalStateException if no such emitter is attached
     */
    public List<WaitingDelivery> deliveries(String id) {
        return service().deliveries(id);
    }

    /**
     * Gives up a delivery that waits (reason {@code cancelled}); if an attempt is under way, it is the last one.
     *
     * @return how many deliveries had that id; 0: none waits
     * @throws IllegalStateException if no such emitter is attached
     */
    public int cancel(String id, String deliveryId) {
        return service().cancel(id, deliveryId);
    }

    /**
     * Gives up all deliveries that wait (reason {@code cancelled}), in order; if an attempt is under way, it is the last one
     * of its delivery.
     *
     * @return how many there were
     * @throws IllegalStateException if no such emitter is attached
     */
    public int purge(String id) {
        return service().purge(id);
    }

    /** How many outcomes were dropped because the routes that consume them were too slow. */
    public long droppedOutcomes() {
        return service().droppedOutcomes();
    }

    /** Another clock, for tests: before the start. */
    void useClock(Clock other) {
        clock = other;
    }

    Patience patience() {
        return new Patience(EndpointOptions.whenFull(whenFull), enqueueTimeout, false, Optional.empty(), true);
    }

    Emitters service() {
        return started(service);
    }

    Payloads payloads() {
        return started(payloads);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The component webhooks-emitter is not started: start the Camel context.");
        }
        return part;
    }

    public WebhooksEmitterConfiguration getConfiguration() {
        return configuration;
    }

    /** Options for every emitter that does not give them itself. */
    public void setConfiguration(WebhooksEmitterConfiguration configuration) {
        this.configuration = configuration;
    }

    public String getWhenFull() {
        return whenFull;
    }

    /** What a full queue means where the endpoint does not say: block, fail or deadLetter. */
    public void setWhenFull(String whenFull) {
        this.whenFull = whenFull;
    }

    public Duration getEnqueueTimeout() {
        return enqueueTimeout;
    }

    /** How long a caller waits for a place in a full queue where the endpoint does not say. */
    public void setEnqueueTimeout(Duration enqueueTimeout) {
        this.enqueueTimeout = enqueueTimeout;
    }

    public @Nullable Long getMaxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** Bytes that all accepted deliveries of this JVM may hold; null: a quarter of the heap. */
    public void setMaxQueuedBytes(@Nullable Long maxQueuedBytes) {
        this.maxQueuedBytes = maxQueuedBytes;
    }
}
