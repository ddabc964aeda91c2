package io.github.webhooksemitter.benchmarks;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** Finds the end of a request: head, empty line, and as many bytes as its Content-Length says. Nothing else is parsed. */
final class Framing {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private Framing() {}

    /** The bytes of the first request in {@code in}, or -1 while it is not complete. */
    static int requestLength(byte[] in, int available) throws ProtocolException {
        int body = -1;
        int line = 0;
        for (int i = 0; i < available; i++) {
            if (in[i] != '\n') {
                continue;
            }
            if (i - line <= 1 && line > 0) {
                return complete(i + 1, body, available);
            }
            line = i + 1;
            if (startsWithContentLength(in, line, available)) {
                body = number(in, line + CONTENT_LENGTH.length, available);
            }
        }
        return -1;
    }

    private static int complete(int head, int body, int available) throws ProtocolException {
        if (body < 0) {
            throw new ProtocolException("a request without Content-Length");
        }
        return head + body <= available ? head + body : -1;
    }

    private static boolean startsWithContentLength(byte[] in, int at, int available) {
        if (at + CONTENT_LENGTH.length > available) {
            return false;
        }
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            // 0x20 turns an ASCII capital into its small letter and leaves '-' and ':' as they are.
            if ((in[at + i] | 0x20) != CONTENT_LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] in, int at, int available) {
        int number = 0;
        for (int i = at; i < available && in[i] != '\r' && in[i] != '\n'; i++) {
            if (in[i] != ' ') {
                number = number * 10 + (in[i] - '0');
            }
        }
        return number;
    }
}
