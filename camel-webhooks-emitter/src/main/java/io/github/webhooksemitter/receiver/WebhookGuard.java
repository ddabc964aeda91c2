package io.github.webhooksemitter.receiver;

import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.Verification;
import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import io.github.webhooksemitter.signature.WebhookVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only genuine webhooks into a route that receives them; the first step after {@code platform-http}, {@code servlet}
 * or {@code rest}, before anything reads or changes the body. A bean, for YAML too.
 *
 * <p>As a {@link Processor} it answers whatever is not genuine with 401 and an empty body, and ends the route. As a
 * {@link Predicate} it only tells, and looks at no repository. Either way the body is the raw bytes afterwards ({@code byte[]}), and the property
 * {@value #VERIFICATION} has the {@link Verification}: why one was refused is for the receiver, not for who sent it. A
 * body that is too long is answered with 413, unread; one that an earlier step has parsed cannot be verified, and is
 * refused, as are forms, which {@code platform-http} parses.
 *
 * <p>With an {@link IdempotentRepository} the processor also takes each delivery id once: one that was processed is
 * answered with 200 and goes no further, so that its sender stops repeating it; one that is being processed here gets
 * 409, so that its sender comes back. An id is remembered when its first route has ended, before the answer, without a
 * failure (a handled one included) and with no answer but 2xx: what failed may come again. A crash, or another node that gets the same
 * delivery at the same time, can make it processed twice, but never lost. A request without a delivery id is refused.
 *
 * <p>Thread safe once it is set up.
 */
public final class WebhookGuard extends ServiceSupport implements Processor, Predicate, CamelContextAware {
    /** Exchange property: the {@link Verification} of the request. */
    public static final String VERIFICATION = "CamelWebhooksEmitterVerification";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookGuard.class);
    private static final String BEAN = "#bean:";
    private static final String BINDS_URL = "rfc9421";
    private static final int UNAUTHORIZED = 401;
    private static final int CONTENT_TOO_LARGE = 413;

    private final Seldom warnings = new Seldom();

    private String signature = "webhooks-emitter";
    private @Nullable String secret;
    private @Nullable String previousSecrets;
    private @Nullable String publicKeys;
    private String headerIdentifier = "Webhooks";
    private Duration tolerance = Duration.ofMinutes(5);
    private int maxBodySize = 1 << 20;
    private @Nullable String url;
    private @Nullable IdempotentRepository idempotentRepository;
    private @Nullable CamelContext camelContext;

    private volatile @Nullable WebhookVerifier verifier;
    private volatile @Nullable OnlyOnce onlyOnce;

    /** A guard to be set up with its properties: a key at least. */
    public WebhookGuard() {}

    /** A guard with a verifier made in Java; the properties that make one are not looked at. */
    public WebhookGuard(WebhookVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void process(Exchange exchange) throws IOException {
        try {
            guard(exchange);
        } catch (IOException | RuntimeException e) {
            // HTTP consumers send the message's headers back, with a 500, too.
            exchange.getMessage().removeHeaders("*");
            throw e;
        }
    }

    private void guard(Exchange exchange) throws IOException {
        if (!isStarted()) {
            // Some steps do not start what they call, a bean for one.
            start();
        }
        OnlyOnce once = onlyOnce;
        RawBody body = RawBody.take(exchange, maxBodySize);
        if (body == RawBody.None.TOO_LONG) {
            Answer.end(exchange, CONTENT_TOO_LARGE);
        } else if (!(verify(exchange, body) instanceof Verified verified)) {
            Answer.end(exchange, UNAUTHORIZED);
        } else if (once != null) {
            takeOnce(exchange, verified, once);
        }
    }

    @Override
    public boolean matches(Exchange exchange) {
        if (idempotentRepository != null) {
            warn(
                    "A webhook guard with an idempotentRepository is used as a predicate, which does not look at it: use it"
                            + " as a processor, or leave the repository out.");
        }
        try {
            RawBody body = RawBody.take(exchange, maxBodySize);
            return body != RawBody.None.TOO_LONG && verify(exchange, body).isVerified();
        } catch (IOException e) {
            exchange.setException(e);
            return false;
        }
    }

    private Verification verify(Exchange exchange, RawBody body) {
        Verification verification;
        if (body instanceof RawBody.Bytes raw) {
            verification = verifier().verify(Requests.of(exchange, url, raw.bytes()));
        } else {
            // Forms, for one, which anyone can send: neither an exception nor a line in the log for each.
            verification = new Refused(Why.MALFORMED);
            warn("Refused a webhook whose body is no longer the bytes that were sent: put the webhook guard before the"
                    + " step, or the bindingMode, that reads them, and have senders send JSON, as platform-http parses"
                    + " forms.");
        }
        exchange.setProperty(VERIFICATION, verification);
        if (verification instanceof Refused refused) {
            LOG.debug("Refused a webhook: {}", refused.why());
            if (refused.why() == Why.SCHEME_FAILED) {
                warn("Refused a webhook because a signature scheme threw an exception: look for a defect in it, or in"
                        + " the security provider that it uses.");
            }
        }
        return verification;
    }

    private void warn(String sentence) {
        if (warnings.isDue()) {
            LOG.warn(sentence);
        }
    }

    private static void takeOnce(Exchange exchange, Verified verified, OnlyOnce once) {
        verified.deliveryId().ifPresentOrElse(id -> once.take(exchange, id), () -> Answer.end(exchange, UNAUTHORIZED));
    }

    private WebhookVerifier verifier() {
        WebhookVerifier known = verifier;
        if (known == null) {
            known = make();
            verifier = known;
        }
        if (url == null && known.schemes().contains(BINDS_URL)) {
            throw new IllegalArgumentException("The property url of the webhook guard is missing, without which a"
                    + " webhook that rfc9421 signed for another receiver would pass here: set it to the url that senders"
                    + " call.");
        }
        return known;
    }

    private WebhookVerifier make() {
        WebhookVerifier.Builder builder =
                WebhookVerifier.builder().headerIdentifier(headerIdentifier).tolerance(tolerance);
        list(signature).forEach(name -> {
            if (name.startsWith(BEAN)) {
                builder.scheme(scheme(name.substring(BEAN.length())));
            } else {
                builder.scheme(name);
            }
        });
        if (secret != null) {
            builder.secret(secret);
        }
        list(previousSecrets).forEach(builder::secret);
        list(publicKeys).forEach(builder::publicKey);
        return builder.build();
    }

    private SignatureScheme scheme(String bean) {
        CamelContext context = camelContext;
        SignatureScheme scheme =
                context == null ? null : context.getRegistry().lookupByNameAndType(bean, SignatureScheme.class);
        if (scheme == null) {
            throw new IllegalArgumentException("The property signature of the webhook guard names the bean " + bean
                    + ", but the registry has no SignatureScheme of that name: bind it.");
        }
        return scheme;
    }

    private static List<String> list(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    @Override
    protected void doStart() {
        verifier();
        IdempotentRepository repository = idempotentRepository;
        if (repository != null) {
            startUnlessStarted(repository);
            onlyOnce = new OnlyOnce(repository);
        }
    }

    /** The context stops it, as it does for Camel's idempotent consumer: other guards may share it. */
    private void startUnlessStarted(IdempotentRepository repository) {
        CamelContext context = camelContext;
        if (context != null && !context.hasService(repository)) {
            try {
                context.addService(repository);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
        if (!ServiceHelper.isStarted(repository)) {
            ServiceHelper.startService(repository);
        }
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(@Nullable CamelContext context) {
        CamelContext before = camelContext;
        camelContext = context;
        if (context != null && !context.equals(before)) {
            checkAtStart(context);
        }
    }

    /** A predicate is never started: a wrong key would show at the first webhook only. */
    private void checkAtStart(CamelContext context) {
        try {
            context.addStartupListener(new StartupListener() {
                @Override
                public void onCamelContextStarting(CamelContext starting, boolean alreadyStarted) {
                    verifier();
                }

                @Override
                public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
                    // of a context that runs: the properties are not all set yet
                }
            });
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /**
     * Names of the schemes that senders may use, or {@code #bean:name} for a {@link SignatureScheme} in the registry,
     * comma separated; {@code webhooks-emitter} where nothing is said.
     */
    public void setSignature(String signature) {
        this.signature = signature;
    }

    /** The shared secret, as the sender has it. */
    public void setSecret(String secret) {
        this.secret = secret;
    }

    /** Secrets that are still taken while senders change to the newest, comma separated. */
    public void setPreviousSecrets(String previousSecrets) {
        this.previousSecrets = previousSecrets;
    }

    /** Ed25519 keys of senders, {@code whpk_…} or PEM, comma separated. */
    public void setPublicKeys(String publicKeys) {
        this.publicKeys = publicKeys;
    }

    /** The {@code {Id}} of {@code X-{Id}-Event}; {@code Webhooks} where nothing is said. */
    public void setHeaderIdentifier(String headerIdentifier) {
        this.headerIdentifier = headerIdentifier;
    }

    /** How far a timestamp may be from now; 5 minutes where nothing is said. */
    public void setTolerance(Duration tolerance) {
        this.tolerance = tolerance;
    }

    /** The longest body in bytes; 1048576 where nothing is said. */
    public void setMaxBodySize(int maxBodySize) {
        if (maxBodySize < 0 || maxBodySize == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The property maxBodySize must be a number of bytes below 2 GiB.");
        }
        this.maxBodySize = maxBodySize;
    }

    /**
     * The url that senders call, which {@code rfc9421} signs and needs: what a request says of its own host is the
     * sender's word, and a webhook for one receiver would pass at another. The query is always the request's own, so that
     * none can be added. Other schemes do not look at it; one of your own is given the request's url where nothing is said.
     */
    public void setUrl(String url) {
        this.url = url;
    }

    /** Where delivery ids are remembered; where nothing is said none are. */
    public void setIdempotentRepository(IdempotentRepository repository) {
        this.idempotentRepository = repository;
    }

    /** No key. */
    @Override
    public String toString() {
        return "WebhookGuard[" + signature + "]";
    }
}
