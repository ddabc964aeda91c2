package io.github.webhooksemitter.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.jspecify.annotations.Nullable;

/**
 * The receiver of an emitter, parsed once. Immutable and thread safe.
 *
 * @param uri the url as the request spells it: the host as in its {@code Host} header, path and query as given
 * @param host scheme, host and port of the connection, the host in lower case and without a dot at its end; the port is -1
 *     where the url names none
 * @param requestPath path and query as they go on the wire: byte for byte as given, {@code /} if there is none
 */
public record Target(URI uri, HttpHost host, String requestPath) {

    private static final int LARGEST_PORT = 65_535;

    /**
     * Parses a receiver's url.
     *
     * @param url an absolute http or https url, already percent-encoded where it has to be
     * @return the receiver
     * @throws IllegalArgumentException in one sentence that never shows the url's path, query or userinfo: they often hold
     *     tokens
     */
    public static Target parse(String url) {
        if (url.isEmpty()) {
            throw refused("is empty: give the receiver's http or https address");
        }
        checkCharacters(url);
        URI uri = syntax(url);
        String scheme = scheme(uri);
        String authority = uri.getRawAuthority();
        if (authority != null && authority.indexOf('@') >= 0) {
            throw refused("contains a user name or password: use http.authUsername and http.authPassword");
        }
        if (uri.getRawFragment() != null) {
            throw refused("has a fragment (#), which is never sent: remove it, or percent-encode the # as %23");
        }
        // java.net.URI finds none in many a host that others would read as an address
        ReceiverHost host = Optional.ofNullable(uri.getHost())
                .flatMap(name -> ReceiverHost.parse(withoutBrackets(name)))
                .orElseThrow(
                        () -> refused("names no valid host: write it as http(s)://host[:port]/path, an IPv4 address"
                                + " as four decimal numbers"));
        if (uri.getPort() == 0 || uri.getPort() > LARGEST_PORT) {
            throw refused("has a port outside 1-65535");
        }
        String path = requestPath(uri);
        String spelling = spelling(scheme, host.text(), uri.getPort(), path);
        URI sent = spelling.equals(url) ? uri : URI.create(spelling);
        return new Target(
                sent,
                new HttpHost(scheme, once(host.text(), sent.getHost()), uri.getPort()),
                once(path, sent.getRawPath()));
    }

    /** {@return whether connections to it are made with TLS} */
    public boolean isHttps() {
        return host.getSchemeName().equals(URIScheme.HTTPS.id);
    }

    /** The text as it is held already: ten thousand targets need not hold it twice. */
    private static String once(String text, @Nullable String held) {
        return held != null && held.equals(text) ? held : text;
    }

    private static String spelling(String scheme, String host, int port, String requestPath) {
        return scheme + "://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + (port < 0 ? "" : ":" + port)
                + requestPath;
    }

    /** {@return scheme, host and port only, as a path may hold a token} */
    @Override
    public String toString() {
        return host.toURI();
    }

    private static void checkCharacters(String url) {
        boolean ascii = true;
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                throw refused("contains whitespace or a control character: percent-encode it");
            }
            ascii &= c < 0x7f;
        }
        // java.net.URI lets others through, and they would reach the wire as '?'
        if (!ascii) {
            throw refused("contains a character that is not ASCII: percent-encode it (a host name: its xn-- form)");
        }
    }

    private static URI syntax(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            // its message shows the url, so it is neither quoted nor kept as the cause
            throw refused("contains a character that is not allowed in a url: percent-encode it");
        }
    }

    private static String scheme(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http" -> URIScheme.HTTP.id;
            case "https" -> URIScheme.HTTPS.id;
            default -> throw refused("is not an http or https address: write it as http(s)://host[:port]/path");
        };
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static String requestPath(URI uri) {
        @Nullable String path = uri.getRawPath();
        @Nullable String query = uri.getRawQuery();
        String sent = path == null || path.isEmpty() ? "/" : path;
        return query == null ? sent : sent + '?' + query;
    }

    private static IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("url " + problem);
    }
}
