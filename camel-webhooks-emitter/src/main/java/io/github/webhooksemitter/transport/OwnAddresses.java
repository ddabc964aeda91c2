package io.github.webhooksemitter.transport;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of this machine's own interfaces, which are not public whatever they look like: what listens there may
 * trust whoever comes from here. Read again when they are older than 30 s. Thread safe.
 */
final class OwnAddresses {
    /** Those of this JVM. */
    static final OwnAddresses OF_THIS_MACHINE = new OwnAddresses(OwnAddresses::read, System::nanoTime);

    private static final long KEPT = TimeUnit.SECONDS.toNanos(30);

    private final Supplier<Set<InetAddress>> source;
    private final LongSupplier nanoTime;
    private volatile @Nullable Reading last;

    OwnAddresses(Supplier<Set<InetAddress>> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    boolean contains(InetAddress address) {
        Reading reading = last;
        long now = nanoTime.getAsLong();
        if (reading == null || now - reading.at >= KEPT) {
            // who comes at the same time reads, too: it costs less than a lock is worth
            reading = new Reading(read(reading), now);
            last = reading;
        }
        return reading.addresses.contains(address);
    }

    /** What was read before, if nothing can be read now. */
    private Set<InetAddress> read(@Nullable Reading before) {
        try {
            return source.get();
        } catch (UncheckedIOException e) {
            return before == null ? Set.of() : before.addresses;
        }
    }

    private static Set<InetAddress> read() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Reading(Set<InetAddress> addresses, long at) {}
}
