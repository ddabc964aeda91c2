package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The networks that deliveries may go to: the union of what the option {@code allowedNetworks} lists. Immutable.
 *
 * <p>A range only adds its own addresses. Own interface addresses are not public; a range, {@code private} or
 * {@code loopback} that names them wins.
 */
record AllowedNetworks(boolean any, Set<AddressScope> scopes, Set<AddressRange> ranges) {
    /** @throws IllegalArgumentException in one sentence that names the option and the cure */
    static AllowedNetworks parse(String text) {
        boolean any = false;
        Set<AddressScope> scopes = EnumSet.noneOf(AddressScope.class);
        Set<AddressRange> ranges = new HashSet<>();
        for (String entry : text.split(",", -1)) {
            String token = entry.strip();
            switch (token) {
                case "any" -> any = true;
                case "public" -> scopes.add(AddressScope.PUBLIC);
                case "private" -> scopes.add(AddressScope.PRIVATE);
                case "loopback" -> scopes.add(AddressScope.LOOPBACK);
                default -> ranges.add(AddressRange.parse(token).orElseThrow(AllowedNetworks::refused));
            }
        }
        return new AllowedNetworks(any, Set.copyOf(scopes), Set.copyOf(ranges));
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException(
                "Option allowedNetworks must be a comma list of public, private, loopback, any"
                        + " and networks such as 10.1.0.0/16 or fd12:3456::/32, with no bit set beyond their length.");
    }

    boolean allows(InetAddress address, OwnAddresses own) {
        if (any || isInRange(address)) {
            return true;
        }
        AddressScope scope = AddressScope.of(address);
        return scopes.contains(scope) && (scope != AddressScope.PUBLIC || !own.contains(address));
    }

    private boolean isInRange(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return whether a name may be looked up: what it resolves to is checked all the same} A name that means this machine,
     * or something in the operator's own network, needs a network that it could be in.
     */
    boolean allowsName(ReceiverHost host) {
        if (any) {
            return true;
        } else if (host.isLoopbackName()) {
            return scopes.contains(AddressScope.LOOPBACK) || namesLoopback();
        }
        return !host.isLocalName() || scopes.contains(AddressScope.PRIVATE) || !ranges.isEmpty();
    }

    private boolean namesLoopback() {
        return ReceiverHost.literal("127.0.0.1").filter(this::isInRange).isPresent()
                || ReceiverHost.literal("::1").filter(this::isInRange).isPresent();
    }

    /** {@return what to add to the option so that this host is allowed} */
    static String cure(ReceiverHost host) {
        Optional<AddressScope> scope = host.address().map(AddressScope::of);
        if (host.isLoopbackName() || scope.filter(AddressScope.LOOPBACK::equals).isPresent()) {
            return "add loopback to it";
        } else if (host.isLocalName()
                || scope.filter(AddressScope.PRIVATE::equals).isPresent()) {
            return "add private to it, or the network as in 10.1.0.0/16";
        }
        return "if it is really meant, add its network to it as in 192.0.2.0/24";
    }
}
