package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block of addresses in CIDR form, IPv4 or IPv6. Immutable; equal if it holds the same addresses. */
final class AddressRange {
    private final byte[] first;
    private final int bits;

    private AddressRange(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /**
     * Reads {@code 10.1.0.0/16}, {@code fd00::/8}, or a single address without a length. Never looks a name up.
     *
     * @return the range; empty if it is none, or if there are bits set beyond its length: then a length or an address is
     *     mistyped
     */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        return ReceiverHost.literal(slash < 0 ? text : text.substring(0, slash)).flatMap(address -> {
            byte[] bytes = address.getAddress();
            if (slash >= 0 && bytes.length == 4 && text.indexOf(':') >= 0) {
                // An IPv4 address in IPv6's spelling: its length could mean either.
                return Optional.empty();
            }
            int bits = slash < 0 ? bytes.length * 8 : length(text.substring(slash + 1));
            if (bits < 0 || bits > bytes.length * 8) {
                return Optional.empty();
            }
            AddressRange range = new AddressRange(masked(bytes, bits), bits);
            return Arrays.equals(range.first, bytes) ? Optional.of(range) : Optional.empty();
        });
    }

    /** As {@link #parse}, for what is known to be one. */
    static AddressRange of(String text) {
        return parse(text).orElseThrow();
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != first[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xff) >> 8 - rest == 0;
    }

    private static int length(String text) {
        return text.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(text) : -1;
    }

    private static byte[] masked(byte[] bytes, int bits) {
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * i));
            masked[i] = (byte) (bytes[i] & 0xff << 8 - kept);
        }
        return masked;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRange that && bits == that.bits && Arrays.equals(first, that.first);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + bits;
    }

    @Override
    public String toString() {
        return Arrays.toString(first) + '/' + bits;
    }
}
