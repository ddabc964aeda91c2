package io.github.webhooksemitter.transport;

import java.net.URI;
import java.util.Map;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpCredentialsHelper;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The camel-http endpoint behind all receivers of one {@link TransportSettings}; its uri is a name and never an address.
 *
 * <p>It builds its own client, as camel-http's takes a proxy from the context's global options and repeats requests.
 */
final class AttemptEndpoint extends HttpEndpoint {

    /** Shorter than what servers and their load balancers usually keep (60 s and more; nginx 75 s). */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(30);

    private final SharedClient client;
    private final NetworkGuard guard;
    private final boolean direct;
    private final boolean proxyCredentials;
    private final @Nullable Header authorization;

    AttemptEndpoint(
            PrivateHttpComponent component,
            SharedClient client,
            Map<String, Object> options,
            HttpClientConnectionManager manager,
            NetworkGuard guard,
            @Nullable HttpClientConfigurer proxyAndTokens) {
        super("http://webhooks-emitter", component, HttpClientBuilder.create(), manager, proxyAndTokens);
        this.client = client;
        this.guard = guard;
        direct = proxyAndTokens == null;
        proxyCredentials = options.containsKey("proxyAuthUsername");
        authorization = authorization(options);
        setHttpUri(URI.create("http://webhooks-emitter"));
        setSkipControlHeaders(true);
        setSkipRequestHeaders(true);
        setSkipResponseHeaders(true);
        setCopyHeaders(false);
        setIgnoreResponseBody(true);
        setThrowExceptionOnFailure(false);
    }

    @Override
    public Producer createProducer() {
        return new AttemptProducer(this);
    }

    SharedClient client() {
        return client;
    }

    /** {@return whether requests go straight to the receiver, with neither proxy nor token in between} */
    boolean isDirect() {
        return direct;
    }

    /** {@return what {@code http.authUsername} or {@code http.authBearerToken} ask for, or null} */
    @Nullable
    Header authorization() {
        return authorization;
    }

    @Override
    protected HttpClient createHttpClient() {
        HttpClientBuilder builder = getClientBuilder()
                .setConnectionManager(getClientConnectionManager())
                .setDefaultRequestConfig(requestConfig())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableConnectionState()
                .disableDefaultUserAgent()
                // HTTP/1.1 implies it, and we send nothing that was not asked for
                .addRequestInterceptorLast((request, body, context) -> request.removeHeaders("Connection"))
                .addExecInterceptorFirst("one-request", new OneRequest(direct, guard));
        HttpClientConfigurer proxyAndTokens = getHttpClientConfigurer();
        if (proxyAndTokens != null) {
            proxyAndTokens.configureHttpClient(builder);
        }
        return builder.build();
    }

    private RequestConfig requestConfig() {
        return RequestConfig.custom()
                // the sweep ends every wait; these only must not be shorter, and 0 would mean not at all
                .setConnectionRequestTimeout(Timeout.ofDays(365))
                .setConnectionKeepAlive(KEEP_ALIVE)
                .setProtocolUpgradeEnabled(false)
                .setRedirectsEnabled(false)
                .setExpectContinueEnabled(false)
                // a 401 or 407 would else be answered by a second request; a proxy's challenge never reaches the
                // receiver
                .setAuthenticationEnabled(proxyCredentials)
                .build();
    }

    /** Sent at once with each request: to wait for a challenge is a second request. */
    private static @Nullable Header authorization(Map<String, Object> options) {
        String token = HttpOptions.text(options, "authBearerToken");
        if (token != null) {
            return new BasicHeader("Authorization", "Bearer " + token, true);
        }
        String user = HttpOptions.text(options, "authUsername");
        String password = HttpOptions.text(options, "authPassword");
        return user == null || password == null
                ? null
                : new BasicHeader("Authorization", HttpCredentialsHelper.generateBasicAuthHeader(user, password), true);
    }
}
