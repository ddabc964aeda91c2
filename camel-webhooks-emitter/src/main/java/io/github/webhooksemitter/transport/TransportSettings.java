package io.github.webhooksemitter.transport;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;

/**
 * What decides which emitters may share one client and its connections. Immutable; equal settings share.
 *
 * @param connectTimeout limit for making a connection to one address, and for each read of the TLS handshake; positive
 * @param network where deliveries may go: connections made under one policy are never used under another
 * @param httpOptions the {@code http.*} options of the emitter, without the prefix, such as {@code sslContextParameters}; see
 *     {@link #check}
 */
public record TransportSettings(Duration connectTimeout, NetworkPolicy network, Map<String, Object> httpOptions) {

    /**
     * Copies the options.
     *
     * @throws IllegalArgumentException if the timeout is not positive
     * @throws NullPointerException if an option has no value
     */
    public TransportSettings {
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be positive");
        }
        httpOptions = Map.copyOf(httpOptions);
    }

    /**
     * Refuses what a webhook must not be sent with.
     *
     * <p>Allowed is what camel-http does well: TLS, a proxy named in full, Basic, Bearer and OAuth 2 credentials. Names are
     * those of camel-http 4.17.
     *
     * @param context resolves references such as {@code #myTls}
     * @param httpOptions names without the {@code http.} prefix, and values
     * @throws IllegalArgumentException in one sentence that names the option and the cure, and never a value
     */
    public static void check(CamelContext context, Map<String, Object> httpOptions) {
        HttpOptions.check(context, httpOptions);
    }

    /** {@return the names of the options only, as values may be secrets} */
    @Override
    public String toString() {
        return "TransportSettings[connectTimeout=" + connectTimeout + ", httpOptions=" + httpOptions.keySet() + ']';
    }
}
