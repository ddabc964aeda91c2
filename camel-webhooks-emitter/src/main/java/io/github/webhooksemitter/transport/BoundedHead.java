package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The head of one reply, bounded as a whole: 200 headers of 64 KiB each are within HttpCore's limits, and make 24 MiB of
 * heap. Not thread safe.
 */
final class BoundedHead implements SessionInputBuffer {
    /** Characters, all lines together. */
    static final int LARGEST = 256 * 1024;

    private final SessionInputBuffer buffer;
    private int left = LARGEST;

    BoundedHead(SessionInputBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream stream) throws IOException {
        int read = buffer.readLine(line, stream);
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new MessageConstraintException("the head of the reply is larger than " + LARGEST + " characters");
        }
        return read;
    }

    @Override
    public int length() {
        return buffer.length();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }

    @Override
    public int available() {
        return buffer.available();
    }

    @Override
    public int read(byte[] bytes, int offset, int length, InputStream stream) throws IOException {
        return buffer.read(bytes, offset, length, stream);
    }

    @Override
    public int read(byte[] bytes, InputStream stream) throws IOException {
        return buffer.read(bytes, stream);
    }

    @Override
    public int read(InputStream stream) throws IOException {
        return buffer.read(stream);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return buffer.getMetrics();
    }
}
