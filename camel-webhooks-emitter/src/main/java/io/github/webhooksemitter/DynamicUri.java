package io.github.webhooksemitter;

import java.net.URISyntaxException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each uri that a {@code toD} makes for this component. Values that an expression puts into it are data, often a
 * tenant's: Camel would replace {@code {{placeholders}}} in them, and take what follows a {@code ')'} or {@code '&'} in them
 * for more options, {@code allowedNetworks=any} for one. Both are refused: the options must be those of the template, and their
 * values the written ones, but for what stands in place of an expression.
 *
 * <p>Camel hands over the uri with its placeholders replaced, so the expressions are evaluated here a second time; they must give the same again.
 */
@SendDynamic("webhooks-emitter")
public final class DynamicUri extends ServiceSupport implements SendDynamicAware {
    private static final String PLACEHOLDER = "{{";
    /** Stands for what an expression gives. */
    private static final String MARK = "x" + UUID.randomUUID().toString().replace("-", "");

    private static final String CURE =
            " Attach the emitter with operation=attach or put, where values are data, and send to its id.";

    private @Nullable CamelContext context;
    private String scheme = "webhooks-emitter";

    /** Creates it; Camel does. */
    public DynamicUri() {}

    /**
     * Checks the uri.
     *
     * @return null: there is nothing to optimise
     * @throws IllegalArgumentException if a value of an expression would be more than a value; the message shows none
     */
    @Override
    public @Nullable DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) throws Exception {
        CamelContext camel = exchange.getContext();
        String template = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camel, originalUri);
        // Camel's own evaluation has read a body that is a stream.
        MessageHelper.resetStreamCache(exchange.getMessage());
        String made = camel.resolveLanguage("simple").createExpression(template).evaluate(exchange, String.class);
        if (made.contains(PLACEHOLDER)) {
            throw new IllegalArgumentException("A value that toD puts into the uri of webhooks-emitter holds "
                    + PLACEHOLDER + ", which Camel replaces by a property." + CURE);
        } else if (!made.strip().equals(uri.strip())) {
            throw new IllegalArgumentException(
                    "The expressions of a toD to webhooks-emitter give another uri each time,"
                            + " so it cannot be checked: put what they give into a header or variable first." + CURE);
        }
        Map<String, Object> written = options(withoutExpressions(template));
        Map<String, Object> found = options(made);
        if (!found.keySet().equals(written.keySet())
                || !written.keySet().stream().allMatch(name -> fits(written.get(name), found.get(name)))) {
            throw new IllegalArgumentException(
                    "A value that toD puts into the uri of webhooks-emitter adds or changes an"
                            + " option beside its own." + CURE);
        }
        return null;
    }

    /** Whether the value is the written one, but for what its expressions gave. */
    private static boolean fits(@Nullable Object written, @Nullable Object found) {
        if (written instanceof String pattern && found instanceof String value) {
            return Pattern.matches(
                    Stream.of(pattern.split(MARK, -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*)")),
                    value);
        }
        return written != null && written.equals(found);
    }

    /** As Camel reads them later, with what is encoded decoded. */
    private static Map<String, Object> options(String uri) throws URISyntaxException {
        String query = StringHelper.after(EndpointHelper.normalizeEndpointUri(uri), "?", "");
        return URISupport.parseQuery(query, false, true);
    }

    /** An expression may hold any character, such as {@code '&'} and {@code '?'}. */
    private static String withoutExpressions(String template) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (depth > 0) {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            } else if (template.startsWith("${", i) || template.startsWith("$simple{", i)) {
                i = template.indexOf('{', i);
                depth = 1;
                text.append(MARK);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    @Override
    public @Nullable String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return null;
    }

    @Override
    public @Nullable Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return null;
    }

    @Override
    public @Nullable Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return null;
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }
}
