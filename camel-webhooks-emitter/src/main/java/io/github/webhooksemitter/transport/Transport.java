package io.github.webhooksemitter.transport;

import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@link Attempt attempts} through a private camel-http, with one client and pool for all emitters of equal
 * {@link TransportSettings}, and ends each attempt at its deadline. Thread safe.
 *
 * <p>Start it before the first lease; a stop cuts what is in flight and ends all senders, also after a new start.
 *
 * <p>What it keeps away from the wire: exchange headers, cookies, redirects, retries, content coding, and whatever the
 * context's own {@code http} component or global options ask for. What one attempt reads at most: 64 KiB a head line, 200
 * headers, 16 KiB of body, and for the body no more than 250 ms.
 */
public final class Transport extends ServiceSupport {

    private static final int IDLE_CHECK_SECONDS = 5;

    private final CamelContext context;
    private final DnsResolver resolver;
    /** The only place that opens connections. */
    private final Function<NetworkGuard, Socket> sockets;
    /** Not {@code synchronized}: a virtual thread would be pinned while a client is made. */
    private final ReentrantLock guard = new ReentrantLock();

    private final Map<TransportSettings, Shares> shares = new HashMap<>();
    private @Nullable PrivateHttpComponent http;
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Deadlines deadlines;
    private @Nullable BoundedLookup lookup;

    /**
     * A transport of its own client and threads.
     *
     * @param context gives type conversion, beans and thread pools
     */
    public Transport(CamelContext context) {
        this(context, SystemDefaultDnsResolver.INSTANCE);
    }

    /** The resolver sees every name and literal that may be connected to, and what it returns is what is connected to. */
    Transport(CamelContext context, DnsResolver resolver) {
        this(context, resolver, GuardedSocket::new);
    }

    Transport(CamelContext context, DnsResolver resolver, Function<NetworkGuard, Socket> sockets) {
        this.context = context;
        this.resolver = resolver;
        this.sockets = sockets;
    }

    /**
     * Gives a share in the client of these settings, which is made if there is none.
     *
     * @param settings shared with every lease of equal settings
     * @param concurrency how many attempts this share may have in flight, at least 1; the pool has room for the sum of all
     * @param https whether its receiver is an https one: then keys and certificates are read now, not in an attempt
     * @return the share; to be closed
     * @throws IllegalArgumentException if an option or the concurrency cannot be used, as
     *     {@link TransportSettings#check} says
     * @throws IllegalStateException if this transport is not started
     */
    public Sender lease(TransportSettings settings, int concurrency, boolean https) {
        requireOneOrMore(concurrency);
        guard.lock();
        try {
            Shares of = shares.get(settings);
            if (of == null) {
                of = open(settings, https);
                shares.put(settings, of);
            } else if (https) {
                of.tls.strategy();
            }
            return of.add(concurrency);
        } finally {
            guard.unlock();
        }
    }

    private Shares open(TransportSettings settings, boolean https) {
        PrivateHttpComponent component = http;
        Deadlines sweep = deadlines;
        BoundedLookup names = lookup;
        if (component == null || sweep == null || names == null) {
            throw new IllegalStateException("the transport is not started");
        }
        TransportSettings.check(context, settings.httpOptions());
        HttpOptions.checkTokenEndpoint(settings);
        NetworkGuard guard =
                new NetworkGuard(settings.network(), HttpOptions.proxy(context, settings.httpOptions()), names);
        Tls tls = new Tls(context, settings.httpOptions());
        if (https) {
            tls.strategy();
        }
        return new Shares(
                settings,
                tls,
                new SharedClient(
                        component,
                        settings,
                        Connections.of(settings, tls, guard, proxy -> sockets.apply(guard)),
                        guard,
                        sweep));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the pool's shutdown ends it
    protected void doStart() {
        lookup = new BoundedLookup(context, resolver);
        http = new PrivateHttpComponent(context);
        ServiceHelper.startService(http);
        // two: a slow goodbye to an idle TLS connection must not hold up the deadlines
        scheduler = new ScheduledThreadPoolExecutor(2, new PlatformThreads(context, "WebhooksEmitterDeadline"));
        deadlines = new Deadlines(scheduler);
        deadlines.run();
        scheduler.scheduleWithFixedDelay(this::closeExpired, IDLE_CHECK_SECONDS, IDLE_CHECK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void doStop() {
        List<Shares> all;
        guard.lock();
        try {
            all = List.copyOf(shares.values());
            shares.clear();
        } finally {
            guard.unlock();
        }
        if (deadlines != null) {
            deadlines.cutAll();
        }
        all.forEach(of -> of.client.stop());
        if (lookup != null) {
            lookup.close();
        }
        if (scheduler != null) {
            context.getExecutorServiceManager().shutdownNow(scheduler);
        }
        ServiceHelper.stopAndShutdownService(http);
    }

    private void closeExpired() {
        List<Shares> all;
        guard.lock();
        try {
            all = List.copyOf(shares.values());
        } finally {
            guard.unlock();
        }
        all.forEach(of -> of.client.closeExpired());
    }

    private static void requireOneOrMore(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1");
        }
    }

    /** The leases of one client; guarded by {@link #guard}. */
    private final class Shares {

        private final TransportSettings settings;
        private final Tls tls;
        private final SharedClient client;
        private int leases;
        private int concurrency;

        Shares(TransportSettings settings, Tls tls, SharedClient client) {
            this.settings = settings;
            this.tls = tls;
            this.client = client;
        }

        Sender add(int more) {
            leases++;
            change(more);
            return new Share(this, more);
        }

        void change(int more) {
            concurrency = Math.addExact(concurrency, more);
            if (concurrency > 0) {
                client.resize(concurrency);
            }
        }

        /** {@return whether it was the last one, so that the client is to be left} */
        boolean remove(int fewer) {
            change(-fewer);
            leases--;
            return leases == 0 && shares.remove(settings, this);
        }
    }

    private final class Share implements Sender {

        private final Shares shares;
        private int concurrency;
        private boolean closed;

        Share(Shares shares, int concurrency) {
            this.shares = shares;
            this.concurrency = concurrency;
        }

        @Override
        public AsyncProcessor processor() {
            return shares.client.processor();
        }

        @Override
        public void resize(int wanted) {
            requireOneOrMore(wanted);
            guard.lock();
            try {
                if (!closed) {
                    shares.change(wanted - concurrency);
                    concurrency = wanted;
                }
            } finally {
                guard.unlock();
            }
        }

        @Override
        public void close() {
            boolean last = false;
            guard.lock();
            try {
                if (!closed) {
                    closed = true;
                    last = shares.remove(concurrency);
                }
            } finally {
                guard.unlock();
            }
            if (last) {
                // Not under the lock: it closes connections, and others attach meanwhile.
                shares.client.leave();
            }
        }
    }
}
