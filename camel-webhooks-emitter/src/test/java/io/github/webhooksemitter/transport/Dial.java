package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes every address that a socket is told to connect to, and lets only those through that are on this machine. */
final class Dial {
    private final List<InetSocketAddress> dialled = new CopyOnWriteArrayList<>();

    GuardedSocket socket(NetworkGuard guard) {
        return new GuardedSocket(guard) {
            @Override
            void dial(SocketAddress endpoint, int timeout) throws IOException {
                InetSocketAddress address = (InetSocketAddress) endpoint;
                dialled.add(address);
                if (!address.getAddress().isLoopbackAddress()) {
                    throw new ConnectException("nothing leaves this machine");
                }
                super.dial(endpoint, timeout);
            }
        };
    }

    /** The addresses, without names. */
    List<String> addresses() {
        return dialled.stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
    }
}
