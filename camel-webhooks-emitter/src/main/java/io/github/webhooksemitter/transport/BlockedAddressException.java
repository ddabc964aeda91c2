package io.github.webhooksemitter.transport;

import java.net.UnknownHostException;

/**
 * The receiver is where its emitter may not send. Says nothing about the address, nor whether anything listens there: a
 * tenant may read it.
 */
final class BlockedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    BlockedAddressException() {
        super("the receiver is outside the emitter's allowedNetworks or allowedPorts");
    }
}
