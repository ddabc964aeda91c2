package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterId;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.emitter.Visible;
import io.github.webhooksemitter.queue.PersistentQueue;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.transport.TransportSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Makes ready what an emitter needs from its options; whatever is wrong with them comes out here, before any change. */
final class Setups {
    private static final String BEAN = "#bean:";

    /** What is no text: every other option may start with any character, a password for one. */
    private static final Set<String> BEANS = Set.of("sslContextParameters", "x509HostnameVerifier");

    private static final Pattern SELF = Pattern.compile("webhooks-emitter:(//)?([^?]*)(\\?.*)?", Pattern.DOTALL);

    private final CamelContext context;
    private final Engine engine;
    private final EmitterConfig defaults;
    private final Signatures signatures;

    Setups(CamelContext context, Engine engine, EmitterConfig defaults) {
        this.context = context;
        this.engine = engine;
        this.defaults = defaults;
        this.signatures = new Signatures(context);
    }

    /** The options with the component's where they give none. */
    EmitterConfig effective(EmitterConfig config) {
        return config.over(defaults);
    }

    /**
     * Prepares an emitter.
     *
     * @throws IllegalArgumentException if an option is not valid; the message names it and the cure
     */
    ActiveEmitter.Setup prepare(String id, EmitterConfig config) {
        EmitterId.check(id);
        EmitterSettings settings = EmitterSettings.of(id, widened(effective(config)));
        if (config.given(EmitterOption.PROBE_AFTER).isPresent()
                && settings.circuit().pauseAfterFailures().isEmpty()) {
            throw new IllegalArgumentException("Option probeAfter of the emitter " + id
                    + " does nothing by itself: add pauseAfterFailures, or leave it out.");
        }
        settings.deadLetterUri().ifPresent(uri -> checkDeadLetter(id, uri));
        checkQueue(id, config, settings);
        SignatureScheme scheme = signatures.scheme(settings);
        Signatures.checkUse(config, settings);
        SignatureScheme.Signer signer = signatures.signer(scheme, settings);
        Map<String, Object> http = settings.http().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> bean(entry.getKey(), entry.getValue())));
        TransportSettings.check(context, http);
        return new ActiveEmitter.Setup(
                config,
                settings,
                scheme,
                signer,
                engine.transport()
                        .lease(
                                new TransportSettings(settings.connectTimeout(), settings.network(), http),
                                settings.concurrency(),
                                settings.target().isHttps()));
    }

    private void checkQueue(String id, EmitterConfig config, EmitterSettings settings) {
        engine.emitters().attached(id).ifPresent(emitter -> {
            if (!emitter.settings().queue().equals(settings.queue())) {
                throw new IllegalArgumentException("Option queue of the emitter " + id
                        + " cannot change while it is attached: detach it, and attach it again with the other queue.");
            }
        });
        if (!settings.isPersistent()) {
            return;
        }
        if (settings.deadLetterUri().isEmpty()) {
            throw new IllegalArgumentException(
                    "Option queue of the emitter " + id + " needs the option deadLetter: what"
                            + " is given up leaves the queue, so name the endpoint that gets it; deadLetter=log:lost accepts its"
                            + " loss.");
        }
        if (config.given(EmitterOption.QUEUE_SIZE).isPresent()) {
            throw new IllegalArgumentException("Option queueSize of the emitter " + id
                    + " does nothing beside the option queue: leave it out, and bound the queue in its broker.");
        }
        PersistentQueue.check(context, id, settings.queue());
    }

    /** With the profile dev what a developer runs on the own machine is a receiver, whatever the options say. */
    private EmitterConfig widened(EmitterConfig config) {
        return isDevelopment(context)
                ? config.with(Map.of(
                        EmitterOption.ALLOWED_NETWORKS.name(),
                        config.value(EmitterOption.ALLOWED_NETWORKS) + ",loopback"))
                : config;
    }

    /** Whether {@code camel.main.profile=dev} is set. */
    static boolean isDevelopment(CamelContext context) {
        return "dev".equals(context.getCamelContextExtension().getProfile());
    }

    /** Endpoint URIs have their {@code #bean:} resolved by nobody before, JSON neither. */
    private Object bean(String option, Object value) {
        if (BEANS.contains(option) && value instanceof String text && text.startsWith("#")) {
            String name = text.startsWith(BEAN) ? text.substring(BEAN.length()) : text.substring(1);
            return Optional.ofNullable(context.getRegistry().lookupByName(name))
                    .orElseThrow(() -> new IllegalArgumentException("Option http." + option + " names the bean "
                            + Visible.text(name) + ", which is not in the registry: bind it."));
        }
        return value;
    }

    /**
     * A dead letter that comes back to where it failed would go round for ever. Looked at as Camel resolves it: with
     * placeholders and encoded characters replaced.
     */
    private void checkDeadLetter(String id, String uri) {
        Matcher self = SELF.matcher(deadLetterEndpoint(id, uri).getEndpointUri());
        if (self.matches() && (self.group(2).equals(id) || self.group(2).equals(EmitterId.ALL))) {
            throw new IllegalArgumentException("Option deadLetter of the emitter " + id
                    + " leads back to the emitter itself: name another endpoint.");
        }
    }

    private Endpoint deadLetterEndpoint(String id, String uri) {
        try {
            return context.getEndpoint(uri);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Option deadLetter of the emitter " + id
                    + " is no endpoint that Camel can resolve (" + e.getClass().getSimpleName()
                    + "): check the URI and that its component is on the classpath.");
        }
    }
}
