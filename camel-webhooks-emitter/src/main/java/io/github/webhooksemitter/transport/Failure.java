package io.github.webhooksemitter.transport;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;

/** Why an {@link Attempt} got no status: the receiver was not reached, or did not answer in HTTP, or not in time. */
public enum Failure {
    /** No connection: refused, unreachable, or not made within {@code connectTimeout}. */
    CONNECT,
    /** The TLS handshake failed or stalled: certificate, host name, protocol version, no TLS at the other end. */
    TLS,
    /** The receiver's (or the proxy's) name has no address; a lookup without any answer ends as {@link #DEADLINE}. */
    DNS,
    /** The receiver is outside {@code allowedNetworks} or {@code allowedPorts}: nothing was connected to. */
    BLOCKED,
    /** The attempt's {@code requestTimeout} was over before the head of a reply was complete. */
    DEADLINE,
    /** The connection broke before the head of a reply was complete; also an attempt that was {@link Attempt#cut() cut}. */
    IO,
    /** What came back is not an HTTP reply, or its head is larger than 64 KiB a line or 200 headers. */
    RESPONSE;

    static Failure of(Throwable thrown) {
        // HttpClient wraps a protocol error in an IOException of its own
        Throwable cause = thrown.getCause() instanceof HttpException wrapped ? wrapped : thrown;
        if (cause instanceof BlockedAddressException) {
            return BLOCKED;
        }
        if (cause instanceof UnknownHostException) {
            return DNS;
        }
        if (cause instanceof SSLException) {
            return TLS;
        }
        if (cause instanceof ConnectException
                || cause instanceof HttpHostConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof NoRouteToHostException) {
            return CONNECT;
        }
        // the parser reports nonsense such as status 000 as an IllegalArgumentException
        return cause instanceof HttpException
                        || cause instanceof MessageConstraintException
                        || cause instanceof IllegalArgumentException
                ? RESPONSE
                : IO;
    }
}
