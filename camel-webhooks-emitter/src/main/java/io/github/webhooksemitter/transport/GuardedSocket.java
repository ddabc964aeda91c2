package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * A socket that asks the guard before it connects, and then goes straight there: a plain one would go through a SOCKS proxy
 * that the JVM's system properties name.
 */
class GuardedSocket extends Socket {
    private final NetworkGuard guard;

    GuardedSocket(NetworkGuard guard) {
        super(Proxy.NO_PROXY);
        this.guard = guard;
    }

    @Override
    public final void connect(SocketAddress endpoint, int timeout) throws IOException {
        guard.check(endpoint);
        dial(endpoint, timeout);
    }

    void dial(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, timeout);
    }
}
