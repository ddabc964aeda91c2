package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * How connections to https receivers are made. Thread safe.
 *
 * <p>Keys and certificates are read when the first https receiver is there: that takes longer than to attach a thousand
 * emitters, and who sends to plain http alone never needs it.
 */
final class Tls implements TlsSocketStrategy {
    private final CamelContext context;
    private final Map<String, Object> options;
    /** Not {@code synchronized}: a virtual thread would be pinned while a trust store is read. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable TlsSocketStrategy read;

    /**
     * TLS as these options of camel-http want it.
     *
     * @throws IllegalArgumentException if they hold {@code sslContextParameters} that cannot be used
     */
    Tls(CamelContext context, Map<String, Object> options) {
        this.context = context;
        this.options = options;
        if (options.containsKey(HttpOptions.TLS)) {
            strategy();
        }
    }

    /**
     * Reads keys and certificates, unless that was done before.
     *
     * @throws IllegalArgumentException if they cannot be used; the message names the option and the cure
     */
    TlsSocketStrategy strategy() {
        TlsSocketStrategy strategy = read;
        if (strategy == null) {
            lock.lock();
            try {
                strategy = read;
                if (strategy == null) {
                    strategy = make();
                    read = strategy;
                }
            } finally {
                lock.unlock();
            }
        }
        return strategy;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext http)
            throws IOException {
        try {
            return strategy().upgrade(socket, ReceiverHost.ascii(host), port, attachment, http);
        } catch (SSLException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            // a stall or a reset during the handshake would else pass for a failed connect
            throw new SSLException("TLS handshake failed: " + e.getMessage(), e);
        }
    }

    private TlsSocketStrategy make() {
        HostnameVerifier verifier =
                HttpOptions.bean(context, options, HttpOptions.HOSTNAME_VERIFIER, HostnameVerifier.class);
        // null protocols: those enabled in the context, without the ones older than TLS 1.2
        return verifier == null
                ? new DefaultClientTlsStrategy(
                        sslContext(), HostnameVerificationPolicy.BOTH, HttpsSupport.getDefaultHostnameVerifier())
                : new DefaultClientTlsStrategy(sslContext(), HostnameVerificationPolicy.CLIENT, verifier);
    }

    private SSLContext sslContext() {
        SSLContextParameters parameters =
                HttpOptions.bean(context, options, HttpOptions.TLS, SSLContextParameters.class);
        try {
            return parameters == null ? SSLContexts.createDefault() : parameters.createSSLContext(context);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            String kind = e.getClass().getSimpleName();
            throw new IllegalArgumentException(
                    parameters == null
                            ? "this JVM has no usable TLS (" + kind
                                    + "): mend its security providers, or give http.sslContextParameters"
                            : "option http.sslContextParameters cannot be used: " + kind
                                    + " while its key or trust store was read",
                    e);
        }
    }
}
