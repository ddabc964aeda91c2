package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows whether it was dead before it was used again.
 *
 * <p>HttpClient's own check ({@code validateAfterInactivity}) reads with a timeout of 1 ms, too much for every request, and
 * still leaves a race; and it has no seam for a better one, hence a connection of our own. So a kept connection that breaks before any byte of a reply says {@link DeadConnectionException}, and
 * so does one on which bytes wait that nobody asked for: they would be taken for the answer.
 *
 * <p>Unlike HttpClient's it writes no wire or header log, which would show secrets and payloads.
 */
final class ReplyConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    private final Parser parser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private long receivedBefore;
    private boolean usedBefore;
    private boolean waitsWithoutLimit;

    ReplyConnection(Http1Config limits) {
        this(limits, new Parser(limits));
    }

    private ReplyConnection(Http1Config limits, Parser parser) {
        super(limits, null, null, null, null, null, null, ignored -> parser);
        this.parser = parser;
    }

    @Override
    protected void bind(SocketHolder holder) throws IOException {
        super.bind(holder);
        waitsWithoutLimit = false;
        // looked at afterwards: a close that comes later finds the socket, and one that came before is seen here
        if (closed.get()) {
            // ended while it was being connected, possibly to the first of several addresses
            super.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("connection is shut down");
        }
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return super.getSSLSession();
    }

    @Override
    public void close() {
        close(CloseMode.GRACEFUL);
    }

    /** Without TLS's goodbye: that is a write, which a receiver that does not read can hold up for ever, wherever it closes. */
    @Override
    public void close(CloseMode mode) {
        closed.set(true);
        super.close(isEncrypted() ? CloseMode.IMMEDIATE : mode);
    }

    private boolean isEncrypted() {
        SocketHolder holder = getSocketHolder();
        return holder != null && holder.getSSLSocket() != null;
    }

    /** Reads wait without limit: the sweep is what ends them. */
    @Override
    public void activate() {
        waitWithoutLimit();
    }

    @Override
    public void passivate() {
        waitWithoutLimit();
    }

    /** Once for a socket: that costs two locks each time, and a delivery asks for it twice (1.7 % of its CPU). */
    private void waitWithoutLimit() {
        if (!waitsWithoutLimit) {
            setSocketTimeout(Timeout.INFINITE);
        }
    }

    @Override
    public void setSocketTimeout(Timeout timeout) {
        super.setSocketTimeout(timeout);
        waitsWithoutLimit = isOpen() && Timeout.INFINITE.equals(timeout);
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        usedBefore = getEndpointDetails().getRequestCount() > 0;
        receivedBefore = getEndpointDetails().getReceivedBytesCount();
        if (usedBefore && (parser.hasUnreadBytes() || bytesWait())) {
            throw new DeadConnectionException("bytes after the last reply");
        }
        try {
            super.sendRequestHeader(request);
        } catch (SocketException | SSLException | ConnectionClosedException e) {
            throw dead(e);
        }
    }

    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            super.sendRequestEntity(request);
        } catch (SocketException | SSLException | ConnectionClosedException e) {
            throw dead(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            super.flush();
        } catch (SocketException | SSLException e) {
            throw dead(e);
        }
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        try {
            return super.receiveResponseHeader();
        } catch (SocketException | SSLException | NoHttpResponseException e) {
            throw dead(e);
        }
    }

    private IOException dead(IOException e) {
        boolean heard = getEndpointDetails().getReceivedBytesCount() > receivedBefore || bytesWait();
        return usedBefore && isOpen() && !heard ? new DeadConnectionException(e) : e;
    }

    /** An early reply may wait unread when a write fails. */
    private boolean bytesWait() {
        try {
            Socket socket = getSocket();
            return socket != null && socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Strict, where HttpClient's own skips garbage before the status line. */
    static final class Parser extends DefaultHttpResponseParser {

        private @Nullable SessionInputBuffer buffer;

        Parser(Http1Config limits) {
            super(limits);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer input, InputStream stream)
                throws IOException, HttpException {
            buffer = input;
            return super.parse(new BoundedHead(input), stream);
        }

        boolean hasUnreadBytes() {
            return buffer != null && buffer.length() > 0;
        }
    }
}
