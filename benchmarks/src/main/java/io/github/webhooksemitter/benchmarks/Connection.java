package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection; a request is read whole, framed by its Content-Length, before it is counted and answered. */
final class Connection {
    private static final byte[] OK = reply("200 OK");
    private static final byte[] UNAVAILABLE = reply("503 Service Unavailable");

    /** Thousands of connections may be open, and few of them carry large requests: so it starts small. */
    private static final int FIRST_BUFFER = 4 * 1024;

    private static final int LARGEST_REQUEST = 2 * 1024 * 1024;

    private final SocketChannel channel;
    private final Desk desk;
    private final ByteBuffer out = ByteBuffer.allocateDirect(UNAVAILABLE.length);
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BUFFER);
    private int length = -1;

    Connection(SocketChannel channel, Desk desk) {
        this.channel = channel;
        this.desk = desk;
    }

    private static byte[] reply(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads what is there and deals with each request that is complete; false at the end of the stream. */
    boolean serve() throws IOException {
        if (channel.read(in) < 0) {
            return false;
        }
        while (isComplete()) {
            if (!handle(Place.of(in.array()).behaviour(desk.random()))) {
                return false;
            }
            in.flip().position(length);
            in.compact();
            length = -1;
        }
        if (!in.hasRemaining()) {
            grow();
        }
        return true;
    }

    private boolean isComplete() throws ProtocolException {
        if (length < 0) {
            length = Framing.requestLength(in.array(), in.position());
        }
        return length >= 0 && in.position() >= length;
    }

    private void grow() throws ProtocolException {
        int capacity = Math.max(2 * in.capacity(), length);
        if (capacity > LARGEST_REQUEST) {
            throw new ProtocolException("a request larger than the receiver's buffer");
        }
        in = ByteBuffer.allocate(capacity).put(in.flip());
    }

    /** False if the connection is to be closed. */
    private boolean handle(Behaviour behaviour) throws IOException {
        switch (behaviour) {
            case TAKE -> {
                desk.received(in.array(), length);
                answer(OK);
            }
            case TAKE_SLOWLY -> {
                String deliveryId = Framing.deliveryId(in.array(), length);
                desk.inASecond(() -> {
                    answer(OK);
                    desk.received(deliveryId);
                });
            }
            case TAKE_ASIDE -> answer(OK);
            case REFUSE -> answer(UNAVAILABLE);
            case RESET -> {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                return false;
            }
            case HANG -> {}
        }
        return true;
    }

    private void answer(byte[] reply) throws IOException {
        out.clear().put(reply).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }
}
