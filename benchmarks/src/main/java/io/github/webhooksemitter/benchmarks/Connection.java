package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection; a request is read whole, framed by its Content-Length, before it is counted and answered. */
final class Connection {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteChannel channel;
    private final Tally tally;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private final ByteBuffer reply = ByteBuffer.allocateDirect(OK.length).put(OK);

    Connection(ByteChannel channel, Tally tally) {
        this.channel = channel;
        this.tally = tally;
    }

    /** Reads what is there and answers each request that is complete; false at the end of the stream. */
    boolean serve() throws IOException {
        if (channel.read(in) < 0) {
            return false;
        }
        for (int length = Framing.requestLength(in.array(), in.position());
                length > 0;
                length = Framing.requestLength(in.array(), in.position())) {
            tally.received(in.array(), length);
            in.flip().position(length);
            in.compact();
            answer();
        }
        if (!in.hasRemaining()) {
            throw new ProtocolException("a request larger than the receiver's buffer");
        }
        return true;
    }

    private void answer() throws IOException {
        reply.rewind();
        while (reply.hasRemaining()) {
            channel.write(reply);
        }
    }
}
