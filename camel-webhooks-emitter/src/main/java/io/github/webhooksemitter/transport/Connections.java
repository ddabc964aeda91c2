package io.github.webhooksemitter.transport;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of one {@link TransportSettings}: how they are made, what they read at most, how long they are kept.
 *
 * <p>An own manager, as camel-http's takes no {@code DnsResolver}; and with an own manager camel-http leaves
 * {@code sslContextParameters} and {@code x509HostnameVerifier} out without a word, so {@link Tls} applies them.
 */
final class Connections {

    /** Also the ceiling on how long a changed address goes unseen on a busy connection. */
    private static final TimeValue TIME_TO_LIVE = TimeValue.ofSeconds(60);

    /**
     * Never: HttpClient's look at a kept connection reads from it, and a receiver that floods it with TLS 1.3 key updates can
     * hold that read for as long as it likes, where no deadline reaches. One that turns out dead is replaced.
     */
    private static final TimeValue VALIDATE_AFTER = TimeValue.NEG_ONE_MILLISECOND;

    /** 4 KiB buffers: head and a 1 KiB body still leave in one write, and an idle connection costs half of the default. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(4096)
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(200)
            .setMaxEmptyLineCount(4)
            .build();

    private static final HttpConnectionFactory<ManagedHttpClientConnection> FACTORY =
            socket -> new ReplyConnection(LIMITS);

    private Connections() {}

    static PoolingHttpClientConnectionManager of(
            TransportSettings settings, Tls tls, NetworkGuard guard, DetachedSocketFactory sockets) {
        return new Guarded(sockets)
                .setConnectionFactory(FACTORY)
                // no lock for all routes: about 1.5 times the rate of STRICT with 16 receivers (measured)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setTlsSocketStrategy(tls)
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.INFINITE).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setValidateAfterInactivity(VALIDATE_AFTER)
                        .setTimeToLive(TIME_TO_LIVE)
                        .build())
                .setDnsResolver(guard)
                .build();
    }

    /** The only way to hand the manager sockets of our own. */
    private static final class Guarded extends PoolingHttpClientConnectionManagerBuilder {
        private final DetachedSocketFactory sockets;

        Guarded(DetachedSocketFactory sockets) {
            this.sockets = sockets;
        }

        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver resolver, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    sockets,
                    ports,
                    resolver,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }
    }
}
