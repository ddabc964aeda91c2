package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries of an emitter may go: its options {@code allowedNetworks} and {@code allowedPorts}. Immutable and thread
 * safe; emitters share connections only if their policies are equal.
 *
 * <p>It is asked twice, in the same words: about the url when an emitter is attached or changed, and about the host, the
 * port and every address of each connection that is made.
 */
public final class NetworkPolicy {
    /** The last one made: ten thousand emitters usually say the same, and need not hold it ten thousand times. */
    private static volatile @Nullable Said last;

    private final AllowedNetworks networks;
    private final AllowedPorts ports;

    private NetworkPolicy(AllowedNetworks networks, AllowedPorts ports) {
        this.networks = networks;
        this.ports = ports;
    }

    /**
     * Reads the two options.
     *
     * @param allowedNetworks comma list of {@code public}, {@code private}, {@code loopback}, {@code any} and CIDRs
     * @param allowedPorts comma list of ports and ranges
     * @throws IllegalArgumentException in one sentence that names the option and the cure
     */
    public static NetworkPolicy of(String allowedNetworks, String allowedPorts) {
        Said said = last;
        if (said == null || !said.networks.equals(allowedNetworks) || !said.ports.equals(allowedPorts)) {
            NetworkPolicy policy =
                    new NetworkPolicy(AllowedNetworks.parse(allowedNetworks), AllowedPorts.parse(allowedPorts));
            said = new Said(allowedNetworks, allowedPorts, policy);
            last = said;
        }
        return said.policy;
    }

    /**
     * Checks a value of {@code allowedNetworks} alone.
     *
     * @throws IllegalArgumentException in one sentence that names the option and the cure
     */
    public static void checkNetworks(String allowedNetworks) {
        AllowedNetworks.parse(allowedNetworks);
    }

    /**
     * Checks a value of {@code allowedPorts} alone.
     *
     * @throws IllegalArgumentException in one sentence that names the option and the cure
     */
    public static void checkPorts(String allowedPorts) {
        AllowedPorts.parse(allowedPorts);
    }

    private record Said(String networks, String ports, NetworkPolicy policy) {}

    /**
     * Checks what can be known of a receiver without a lookup: its port, an address given as such, a special name.
     *
     * @param option the option that names the receiver, for the message
     * @throws IllegalArgumentException in one sentence that names the option and the cure
     */
    public void check(String option, Target target) {
        problem(target.host().getHostName(), DefaultSchemePortResolver.INSTANCE.resolve(target.host()))
                .ifPresent(problem -> {
                    throw new IllegalArgumentException("Option " + option + ' ' + problem + '.');
                });
    }

    /**
     * {@return what is wrong with this host and port, if anything} A name may still resolve to an address that is not allowed.
     */
    Optional<String> problem(String host, int port) {
        return ports.contains(port)
                ? problem(host)
                : Optional.of("has a port that allowedPorts does not list: add it there, or use another");
    }

    /** As {@link #problem(String, int)}, for no port in particular. */
    Optional<String> problem(String hostName) {
        Optional<ReceiverHost> host = ReceiverHost.parse(hostName);
        if (host.isEmpty()) {
            return Optional.of("names no valid host: use a name, a dotted quad or an IPv6 address");
        }
        return allows(host.get())
                ? Optional.empty()
                : Optional.of(
                        "leads into a network that allowedNetworks does not list: " + AllowedNetworks.cure(host.get()));
    }

    private boolean allows(ReceiverHost host) {
        return host.address().map(this::allows).orElseGet(() -> networks.allowsName(host));
    }

    boolean allows(InetSocketAddress address) {
        return ports.contains(address.getPort()) && allows(address.getAddress());
    }

    boolean allows(InetAddress address) {
        return networks.allows(address, OwnAddresses.OF_THIS_MACHINE);
    }

    /** {@return whether every address is allowed, so that there is no use in looking one up only to check it} */
    boolean allowsAnyAddress() {
        return networks.any();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NetworkPolicy that && networks.equals(that.networks) && ports.equals(that.ports);
    }

    @Override
    public int hashCode() {
        return 31 * networks.hashCode() + ports.hashCode();
    }
}
