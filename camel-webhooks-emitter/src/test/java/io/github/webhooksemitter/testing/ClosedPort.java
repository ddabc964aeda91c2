package io.github.webhooksemitter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port that refuses every connection: it is bound, so that nobody else gets it meanwhile, but nobody listens.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket bound = new Socket();

    private ClosedPort() throws IOException {
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static ClosedPort open() {
        try {
            return new ClosedPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + bound.getLocalPort() + "/dead";
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
