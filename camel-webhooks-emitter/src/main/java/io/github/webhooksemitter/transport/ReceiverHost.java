package io.github.webhooksemitter.transport;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in its one spelling: a dotted quad, an IPv6 address without zone, or a name of letters, digits and hyphens, in
 * lower case and without a dot at its end. Immutable.
 *
 * <p>Whatever else reads as an address somewhere (decimal, octal, hexadecimal or short forms of IPv4, {@code 010.0.0.1}) is
 * no host: the JDK, a C library and a proxy may each understand another address.
 *
 * @param text the spelling, an IPv6 address without brackets
 * @param address the address of a literal; empty for a name
 */
record ReceiverHost(String text, Optional<InetAddress> address) {
    private static final String OCTET = "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    /** A last label that begins with a digit is read as part of an address by some, whatever is in front of it. */
    private static final Pattern NAME = Pattern.compile("(" + LABEL + "\\.)*(?=[a-z])" + LABEL);

    private static final int LONGEST_NAME = 253;

    /** {@return the host that a url names; empty if it is none} */
    static Optional<ReceiverHost> parse(String host) {
        // IDN leaves ASCII as it is, and refuses only labels that the patterns refuse as well
        String text = (isAscii(host) ? host : ascii(host)).toLowerCase(Locale.ROOT);
        Optional<InetAddress> literal = literal(text);
        if (literal.isPresent()) {
            // an IPv4 address inside IPv6 has no spelling that HttpCore writes into a Host header as it should be
            boolean mixed = text.indexOf(':') >= 0 && text.indexOf('.') >= 0;
            return Optional.of(new ReceiverHost(mixed ? literal.get().getHostAddress() : text, literal));
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches()
                ? Optional.of(new ReceiverHost(name, Optional.empty()))
                : Optional.empty();
    }

    private static boolean isAscii(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return the {@code xn--} form of an international name, other names as they are, nothing for what has no such form}
     *
     * <p>HttpCore's {@code HttpHost} turns {@code xn--} names into Unicode, which neither DNS nor certificates know.
     */
    static String ascii(String host) {
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** {@return the address that this text is, found without a lookup; of IPv4-mapped IPv6 the IPv4 address} */
    static Optional<InetAddress> literal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean v6 = colon >= 0;
        // of an IPv6 address that ends in IPv4, that end
        String v4 = lower.substring(colon + 1);
        if (v6 && !IPV6.matcher(lower).matches()
                || !(v6 && v4.indexOf('.') < 0) && !IPV4.matcher(v4).matches()) {
            return Optional.empty();
        }
        try {
            // in brackets it is never taken for a name
            return Optional.of(InetAddress.getByName(v6 ? '[' + lower + ']' : lower));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** {@return whether it is this machine by its name (RFC 6761)} */
    boolean isLoopbackName() {
        return isOrEndsWith("localhost");
    }

    /** {@return whether it is a name that only a network of its own knows: one label, RFC 6762, 7686, 8375, .internal} */
    boolean isLocalName() {
        return address.isEmpty()
                && !isLoopbackName()
                && (text.indexOf('.') < 0
                        || isOrEndsWith("local")
                        || isOrEndsWith("internal")
                        || isOrEndsWith("arpa")
                        || isOrEndsWith("onion"));
    }

    private boolean isOrEndsWith(String domain) {
        return text.equals(domain) || text.endsWith('.' + domain);
    }

    @Override
    public String toString() {
        return text;
    }
}
