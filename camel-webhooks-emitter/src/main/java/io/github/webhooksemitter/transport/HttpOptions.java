package io.github.webhooksemitter.transport;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.HostnameVerifier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpEndpointUriFactory;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** Which {@code http.*} options are taken, and what to say about the others. */
final class HttpOptions {

    static final String TLS = "sslContextParameters";
    static final String HOSTNAME_VERIFIER = "x509HostnameVerifier";
    private static final String TOKEN_ENDPOINT = "oauth2TokenEndpoint";

    private static final Set<String> ALLOWED = Set.of(
            TLS,
            HOSTNAME_VERIFIER,
            "proxyHost",
            "proxyPort",
            "proxyAuthScheme",
            "proxyAuthMethod",
            "proxyAuthUsername",
            "proxyAuthPassword",
            "nonProxyHosts",
            "authMethod",
            "authUsername",
            "authPassword",
            "authBearerToken",
            "authenticationPreemptive",
            "oauth2ClientId",
            "oauth2ClientSecret",
            "oauth2TokenEndpoint",
            "oauth2Scope",
            "oauth2BodyAuthentication");

    /** Options that this component owns, with the one of ours that does the same; empty where none is needed. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("url", "url"),
            Map.entry("httpUri", "url"),
            Map.entry("userAgent", "userAgent"),
            Map.entry("responseTimeout", "requestTimeout"),
            Map.entry("soTimeout", "requestTimeout"),
            Map.entry("connectionRequestTimeout", "requestTimeout"),
            Map.entry("connectTimeout", "connectTimeout"),
            Map.entry("connectionsPerRoute", "concurrency"),
            Map.entry("maxTotalConnections", "concurrency"),
            Map.entry("customHostHeader", "header.NAME"),
            Map.entry("okStatusCodeRange", "finalStatuses"),
            Map.entry("httpMethod", ""),
            Map.entry("bridgeEndpoint", ""),
            Map.entry("connectionClose", ""),
            Map.entry("connectionTimeToLive", ""),
            Map.entry("contentCompressionDisabled", ""),
            Map.entry("automaticRetriesDisabled", ""),
            Map.entry("redirectHandlingDisabled", ""),
            Map.entry("authCachingDisabled", ""),
            Map.entry("followRedirects", ""),
            Map.entry("copyHeaders", ""),
            Map.entry("headerFilterStrategy", ""),
            Map.entry("ignoreResponseBody", ""),
            Map.entry("disableStreamCache", ""),
            Map.entry("throwExceptionOnFailure", ""),
            Map.entry("transferException", ""),
            Map.entry("preserveHostHeader", ""),
            Map.entry("skipControlHeaders", ""),
            Map.entry("skipRequestHeaders", ""),
            Map.entry("skipResponseHeaders", ""),
            Map.entry("cookieStore", ""),
            Map.entry("cookieHandler", ""),
            Map.entry("cookieManagementDisabled", ""),
            Map.entry("clearExpiredCookies", ""),
            Map.entry("clientConnectionManager", ""),
            Map.entry("clientBuilder", ""),
            Map.entry("httpClient", ""),
            Map.entry("httpClientConfigurer", ""),
            Map.entry("httpClientOptions", ""),
            Map.entry("httpConnectionOptions", ""),
            Map.entry("httpContext", ""),
            // camel-http keeps tokens for the whole JVM, by receiver and client: another scope or endpoint would get
            // them, too
            Map.entry("oauth2CacheTokens", ""),
            Map.entry("oauth2CachedTokensDefaultExpirySeconds", ""),
            Map.entry("oauth2CachedTokensExpirationMarginSeconds", ""),
            Map.entry("lazyStartProducer", ""));

    private static final Set<String> NTLM = Set.of("authDomain", "authHost", "proxyAuthDomain", "proxyAuthNtHost");

    private HttpOptions() {}

    static void check(CamelContext context, Map<String, Object> options) {
        if (options.isEmpty()) {
            return;
        }
        for (String name : new TreeSet<>(options.keySet())) {
            if (!ALLOWED.contains(name)) {
                throw refused(name);
            }
        }
        checkProxy(options);
        checkCredentials(options);
        bean(context, options, TLS, SSLContextParameters.class);
        bean(context, options, HOSTNAME_VERIFIER, HostnameVerifier.class);
    }

    /** The request for a token goes where the emitter may go, and nowhere else. */
    static void checkTokenEndpoint(TransportSettings settings) {
        String url = text(settings.httpOptions(), TOKEN_ENDPOINT);
        if (url != null) {
            settings.network().check("http." + TOKEN_ENDPOINT, tokenEndpoint(url));
        }
    }

    private static Target tokenEndpoint(String url) {
        try {
            return Target.parse(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("option http." + TOKEN_ENDPOINT + ": its " + e.getMessage());
        }
    }

    /** {@return the proxy that the options name} */
    static Optional<HttpHost> proxy(CamelContext context, Map<String, Object> options) {
        String host = text(options, "proxyHost");
        Integer port = bean(context, options, "proxyPort", Integer.class);
        return host == null || port == null ? Optional.empty() : Optional.of(new HttpHost(host, port));
    }

    /** {@return whether it needs HttpClient's own proxy steps, or camel-http's fetching of tokens} */
    static boolean isProxyOrToken(String name) {
        return name.startsWith("proxy") || name.equals("nonProxyHosts") || name.startsWith("oauth2");
    }

    static <T> @Nullable T bean(CamelContext context, Map<String, Object> options, String name, Class<T> type) {
        Object value = options.get(name);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            T found = value instanceof String text && EndpointHelper.isReferenceParameter(text)
                    ? EndpointHelper.resolveReferenceParameter(context, text, type)
                    : CamelContextHelper.convertTo(context, type, value);
            if (found != null) {
                return found;
            }
        } catch (RuntimeException e) {
            // says the value, so it is not kept as the cause
        }
        throw new IllegalArgumentException(
                "option http." + name + " names no " + type.getSimpleName() + ": bind one and write #bean:itsName");
    }

    static @Nullable String text(Map<String, Object> options, String name) {
        Object value = options.get(name);
        String text = value == null ? null : value.toString();
        return text == null || text.isBlank() ? null : text;
    }

    private static void checkProxy(Map<String, Object> options) {
        together(options, "proxyHost", "proxyPort");
        together(options, "proxyAuthUsername", "proxyAuthPassword");
        if (text(options, "proxyHost") == null
                && options.keySet().stream()
                        .anyMatch(name -> name.startsWith("proxyAuth") || name.startsWith("nonProxy"))) {
            throw new IllegalArgumentException("option http.proxyHost is missing: the other proxy options need it");
        }
        oneOf(options, "proxyAuthScheme", Set.of("http", "https"));
        oneOf(options, "proxyAuthMethod", Set.of("basic", "digest"));
        String port = text(options, "proxyPort");
        if (port != null && !port.startsWith("#") && !port.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException("option http.proxyPort is not a port: give a number from 1 to 65535");
        }
    }

    private static void checkCredentials(Map<String, Object> options) {
        together(options, "authUsername", "authPassword");
        oneOf(options, "authMethod", Set.of("basic", "bearer"));
        if ("bearer".equalsIgnoreCase(text(options, "authMethod")) && text(options, "authBearerToken") == null) {
            throw new IllegalArgumentException(
                    "option http.authBearerToken is missing: http.authMethod=Bearer needs it");
        }
        oneOf(options, "authenticationPreemptive", Set.of("true"));
        together(options, "oauth2ClientId", "oauth2ClientSecret");
        together(options, "oauth2ClientId", "oauth2TokenEndpoint");
        if (text(options, "oauth2ClientId") == null
                && options.keySet().stream().anyMatch(name -> name.startsWith("oauth2"))) {
            throw new IllegalArgumentException(
                    "option http.oauth2ClientId is missing: the other oauth2 options need it");
        }
    }

    /** camel-http leaves a half configuration out without a word, and would send without proxy or credentials. */
    private static void together(Map<String, Object> options, String one, String other) {
        boolean hasOne = text(options, one) != null;
        if (hasOne != (text(options, other) != null)) {
            throw new IllegalArgumentException("option http." + (hasOne ? other : one) + " is missing: http."
                    + (hasOne ? one : other) + " needs it");
        }
    }

    private static void oneOf(Map<String, Object> options, String name, Set<String> values) {
        String value = text(options, name);
        if (value != null && !values.contains(value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("option http." + name + " is not supported with this value: use "
                    + String.join(" or ", new TreeSet<>(values)));
        }
    }

    private static IllegalArgumentException refused(String name) {
        String option = "option http." + name;
        if (name.equals("useSystemProperties")) {
            return new IllegalArgumentException(
                    option + " is not supported: a proxy is never picked up silently, so name"
                            + " it with http.proxyHost and http.proxyPort");
        }
        if (NTLM.contains(name)) {
            return new IllegalArgumentException(
                    option + " is not supported: NTLM needs several requests, and an attempt is one");
        }
        String ours = name.toLowerCase(Locale.ROOT).startsWith("cookie") ? "" : OWNED.get(name);
        if (ours != null) {
            return new IllegalArgumentException(option + " belongs to webhooks-emitter itself: "
                    + (ours.isEmpty() ? "leave it out" : "use " + ours));
        }
        boolean known = new HttpEndpointUriFactory().propertyNames().contains(name);
        return new IllegalArgumentException((known ? option + " is not supported" : "unknown " + option)
                + ": use one of " + String.join(", ", new TreeSet<>(ALLOWED)));
    }
}
