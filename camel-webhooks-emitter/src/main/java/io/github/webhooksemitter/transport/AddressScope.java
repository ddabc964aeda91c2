package io.github.webhooksemitter.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whom an address belongs to. Sources: the IANA special-purpose address registries (RFC 6890 and its successors), the IPv6
 * address space registry, and the addresses at which clouds serve instance metadata.
 *
 * <p>{@code InetAddress.isSiteLocalAddress()} and its like know too few of them: shared, benchmarking, unique local, NAT64
 * and 6to4 addresses all come back false.
 */
enum AddressScope {
    /** Reached through the internet, and by everybody else. */
    PUBLIC,
    /** RFC 1918 and IPv6 unique local addresses. */
    PRIVATE,
    /** This machine. */
    LOOPBACK,
    /** Link-local, multicast, shared, reserved, translated, tunnelled, documentation, cloud metadata. */
    SPECIAL;

    private static final List<AddressRange> LOOPBACK_RANGES = ranges("127.0.0.0/8", "::1");

    private static final List<AddressRange> PRIVATE_RANGES =
            ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    /** Of those that would else be private or public; the others (169.254.169.254 and its like) are special anyway. */
    private static final List<AddressRange> METADATA = ranges(
            // Azure's wire server
            "168.63.129.16",
            // Amazon
            "fd00:ec2::254",
            "fd00:ec2::23",
            // Google
            "fd20:ce::254",
            // Oracle
            "fd00:c1::a9fe:a9fe",
            // Scaleway
            "fd00:42::42");

    private static final List<AddressRange> SPECIAL_IPV4 = ranges(
            "0.0.0.0/8",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            // multicast, class E, broadcast
            "224.0.0.0/3");

    /** The only part of IPv6 that is given out to networks; NAT64, mapped, compatible and local addresses are outside. */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.of("2000::/3");

    private static final List<AddressRange> SPECIAL_IPV6 =
            ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48");

    static AddressScope of(InetAddress address) {
        if (isIn(METADATA, address)) {
            return SPECIAL;
        } else if (isIn(LOOPBACK_RANGES, address)) {
            return LOOPBACK;
        } else if (isIn(PRIVATE_RANGES, address)) {
            return PRIVATE;
        }
        boolean given = address instanceof Inet4Address
                ? !isIn(SPECIAL_IPV4, address)
                : GLOBAL_IPV6.contains(address) && !isIn(SPECIAL_IPV6, address);
        return given ? PUBLIC : SPECIAL;
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... ranges) {
        return Stream.of(ranges).map(AddressRange::of).toList();
    }
}
