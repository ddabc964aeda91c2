package io.github.webhooksemitter.transport;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/** A camel-http of our own: it is in no registry, so nothing that users set on theirs, or bind, reaches it. */
final class PrivateHttpComponent extends HttpComponent {

    PrivateHttpComponent(CamelContext context) {
        super();
        setCamelContext(context);
    }

    AttemptEndpoint endpoint(
            SharedClient client, Map<String, Object> options, HttpClientConnectionManager manager, NetworkGuard guard) {
        AttemptEndpoint endpoint = new AttemptEndpoint(this, client, options, manager, guard, proxyAndTokens(options));
        endpoint.setCamelContext(getCamelContext());
        return endpoint;
    }

    /** {@return camel-http's own set-up of proxy and OAuth 2, or null if neither is asked for} */
    private @Nullable HttpClientConfigurer proxyAndTokens(Map<String, Object> options) {
        Map<String, Object> asked = options.entrySet().stream()
                .filter(option -> HttpOptions.isProxyOrToken(option.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (asked.isEmpty()) {
            return null;
        }
        try {
            // not secure: else an https receiver means that the proxy itself is spoken to in TLS
            return createHttpClientConfigurer(asked, false);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "options http.proxy* and http.oauth2* cannot be used: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }
}
