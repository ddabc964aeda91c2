package io.github.webhooksemitter;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each uri that a {@code toD} makes for this component. Values that an expression puts into it are data, often a
 * tenant's: Camel would replace {@code {{placeholders}}} in them, and take what follows a {@code ')'} or {@code '&'} in them
 * for more options, {@code allowedNetworks=any} for one. Both are refused.
 *
 * <p>Camel hands over the uri with its placeholders replaced, so the expressions are evaluated here a second time.
 */
@SendDynamic("webhooks-emitter")
public final class DynamicUri extends ServiceSupport implements SendDynamicAware {
    private static final String PLACEHOLDER = "{{";
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
        String made = camel.resolveLanguage("simple").createExpression(template).evaluate(exchange, String.class);
        if (made.contains(PLACEHOLDER)) {
            throw new IllegalArgumentException("A value that toD puts into the uri of webhooks-emitter holds "
                    + PLACEHOLDER + ", which Camel replaces by a property." + CURE);
        }
        Map<String, Object> written = options(withoutExpressions(template));
        options(EndpointHelper.normalizeEndpointUri(made)).forEach((name, value) -> {
            if (!written.containsKey(name)
                    || value instanceof Collection && !(written.get(name) instanceof Collection)) {
                throw new IllegalArgumentException(
                        "A value that toD puts into the uri of webhooks-emitter adds an option"
                                + " that the uri itself does not have." + CURE);
            }
        });
        return null;
    }

    private static Map<String, Object> options(String uri) throws URISyntaxException {
        String query = StringHelper.after(uri, "?", "");
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
                text.append('x');
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
