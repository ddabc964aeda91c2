package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.core5.http.HttpHost;

/**
 * Asks the {@link NetworkPolicy} about every connection. It resolves names in the place of the resolver that it is given:
 * HttpClient connects to exactly the addresses that it gets, so one lookup is both checked and used, and a name that means
 * another address a moment later (DNS rebinding) gains nothing. Thread safe.
 *
 * <p>The operator's own proxy is trusted; who is reached through it is for {@link #checkReceiver} to say.
 */
final class NetworkGuard implements DnsResolver {
    /** Each may take a whole connectTimeout. */
    private static final int MOST_ADDRESSES = 8;

    private final NetworkPolicy policy;
    private final Optional<HttpHost> proxy;
    private final DnsResolver resolver;

    NetworkGuard(NetworkPolicy policy, Optional<HttpHost> proxy, DnsResolver resolver) {
        this.policy = policy;
        this.proxy = proxy;
        this.resolver = resolver;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return isProxy(host, port)
                ? lookUp(host, port).stream()
                        .<InetSocketAddress>map(ProxyAddress::new)
                        .toList()
                : allowed(host, port);
    }

    private List<InetSocketAddress> allowed(String host, int port) throws UnknownHostException {
        if (policy.problem(host, port).isPresent()) {
            throw new BlockedAddressException();
        }
        List<InetSocketAddress> found = lookUp(host, port);
        // one that is not allowed condemns the name: which one is tried must not be a matter of luck
        if (!found.stream().allMatch(policy::allows)) {
            throw new BlockedAddressException();
        }
        return found.stream().limit(MOST_ADDRESSES).toList();
    }

    private List<InetSocketAddress> lookUp(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> found = resolver.resolve(ReceiverHost.ascii(host), port);
        if (found == null || found.isEmpty() || found.stream().anyMatch(InetSocketAddress::isUnresolved)) {
            // an address left unresolved would be resolved by someone else, such as a SOCKS proxy
            throw new UnknownHostException("no address");
        }
        return found;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (policy.problem(host).isPresent()) {
            throw new BlockedAddressException();
        }
        InetAddress[] found = resolver.resolve(ReceiverHost.ascii(host));
        if (found == null || found.length == 0) {
            throw new UnknownHostException("no address");
        }
        if (!Stream.of(found).allMatch(policy::allows)) {
            throw new BlockedAddressException();
        }
        return Arrays.copyOf(found, Math.min(found.length, MOST_ADDRESSES));
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    /**
     * Checks the receiver of a request that no lookup of ours would check: a proxy is going to connect to it, or it is the
     * proxy itself.
     *
     * @throws BlockedAddressException if it is not allowed
     * @throws UnknownHostException if it cannot be resolved here
     */
    void checkReceiver(HttpRoute route) throws UnknownHostException {
        String host = route.getTargetHost().getHostName();
        int port = DefaultSchemePortResolver.INSTANCE.resolve(route.getTargetHost());
        if (route.getProxyHost() == null && !isProxy(host, port)) {
            return;
        }
        if (policy.problem(host, port).isPresent()) {
            throw new BlockedAddressException();
        }
        // with any, a name need not be known here
        if (!policy.allowsAnyAddress()) {
            allowed(host, port);
        }
    }

    /** The last line, on the address that a socket is about to be connected to, wherever it came from. */
    void check(SocketAddress address) throws UnknownHostException {
        boolean allowed = address instanceof ProxyAddress
                || address instanceof InetSocketAddress to && !to.isUnresolved() && policy.allows(to);
        if (!allowed) {
            throw new BlockedAddressException();
        }
    }

    private boolean isProxy(String host, int port) {
        return proxy.filter(known -> known.getHostName().equalsIgnoreCase(host) && known.getPort() == port)
                .isPresent();
    }

    /** An address of the operator's proxy, let through as such. */
    private static final class ProxyAddress extends InetSocketAddress {
        private static final long serialVersionUID = 1L;

        ProxyAddress(InetSocketAddress address) {
            super(address.getAddress(), address.getPort());
        }
    }
}
