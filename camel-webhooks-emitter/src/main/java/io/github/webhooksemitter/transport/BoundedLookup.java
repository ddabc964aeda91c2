package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * Looks names up on threads of its own, so that an attempt ends in time although its lookup hangs: a lookup in the operating
 * system can neither be interrupted nor closed. What ends the wait is the {@link Attempt} itself, at its deadline or when it
 * is cut. Thread safe.
 *
 * <p>A name has one lookup at a time, shared by all attempts that ask for it meanwhile; so a name whose lookup hangs costs
 * one thread, however many emitters and retries want it, and leaves the others to the other names. There are 64 at most, made
 * when needed and gone after 5 s without work: what is more waits for its turn, and is dropped if by then all who asked have
 * given up. So it takes 64 <em>names</em> that hang at the same time to delay another name's lookup. Platform threads, also
 * where the context has virtual ones on: a lookup holds its virtual thread's carrier (JEP 418), so a few that hang could stop
 * all virtual threads.
 *
 * <p>Nothing is cached here: the JDK does, and an address has to be checked when it is used. A literal address is not looked
 * up, and a reused connection asks for nothing.
 */
final class BoundedLookup implements DnsResolver, AutoCloseable {

    private static final int MOST_THREADS = 64;
    private static final int IDLE_SECONDS = 5;

    private final ConcurrentMap<Name, Lookup> running = new ConcurrentHashMap<>();
    private final CamelContext context;
    private final DnsResolver resolver;
    private final ExecutorService threads;

    BoundedLookup(CamelContext context, DnsResolver resolver) {
        this.context = context;
        this.resolver = resolver;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_THREADS,
                MOST_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new PlatformThreads(context, "WebhooksEmitterLookup"));
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    /** @throws UnknownHostException also when the attempt is over before the answer is there */
    @Override
    @SuppressWarnings("CollectionUndefinedEquality") // identity is meant: each asks with a future of its own
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        if (InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host)) {
            return resolver.resolve(host, port);
        }
        CompletableFuture<List<InetSocketAddress>> answer = new CompletableFuture<>();
        Lookup lookup = running.compute(new Name(host, port), (name, current) -> {
            Lookup shared = current == null ? begin(name) : current;
            shared.asking.add(answer);
            return shared;
        });
        Attempt attempt = OneRequest.current();
        try {
            if (attempt != null) {
                attempt.waitsFor(() -> answer.cancel(false));
            }
            return await(host, answer);
        } finally {
            lookup.asking.remove(answer);
            if (attempt != null) {
                attempt.waitsFor(null);
            }
        }
    }

    private Lookup begin(Name name) {
        Lookup lookup = new Lookup(name);
        threads.execute(lookup);
        return lookup;
    }

    private static List<InetSocketAddress> await(String host, CompletableFuture<List<InetSocketAddress>> answer)
            throws UnknownHostException {
        try {
            return answer.get();
        } catch (CancellationException over) {
            throw new UnknownHostException(host + ": no answer in time");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host + ": interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("lookup failed", e.getCause());
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return resolve(host, 0).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
    }

    /** Not bounded: HttpClient asks for it in Kerberos only, which is not on offer. */
    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    /** A lookup that hangs goes on, on a daemon thread, until the operating system ends it. */
    @Override
    public void close() {
        context.getExecutorServiceManager().shutdownNow(threads);
    }

    private record Name(String host, int port) {}

    private final class Lookup implements Runnable {

        /** Who waits for it; grows only while this is in {@link #running}. */
        private final Set<CompletableFuture<List<InetSocketAddress>>> asking = ConcurrentHashMap.newKeySet();

        private final Name name;

        Lookup(Name name) {
            this.name = name;
        }

        @Override
        public void run() {
            if (running.computeIfPresent(name, (of, self) -> asking.isEmpty() ? null : self) == null) {
                return;
            }
            try {
                List<InetSocketAddress> addresses = resolver.resolve(name.host, name.port);
                end(answer -> answer.complete(addresses));
            } catch (UnknownHostException | RuntimeException | Error e) {
                end(answer -> answer.completeExceptionally(e));
            }
        }

        private void end(Consumer<CompletableFuture<List<InetSocketAddress>>> how) {
            running.remove(name, this);
            asking.forEach(how);
        }
    }
}
