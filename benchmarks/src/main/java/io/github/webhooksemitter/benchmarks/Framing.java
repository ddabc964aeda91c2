package io.github.webhooksemitter.benchmarks;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of a request: head, empty line, and as many bytes as its Content-Length says. Nothing else is parsed. */
final class Framing {
    private static final byte[] CONTENT_LENGTH = lowerCase("content-length:");
    private static final byte[] DELIVERY = lowerCase(SignedRequest.DELIVERY_HEADER + ':');

    private Framing() {}

    private static byte[] lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes that the first request in {@code in} has in all, or -1 while its head is not complete. */
    static int requestLength(byte[] in, int available) throws ProtocolException {
        int body = -1;
        int line = 0;
        for (int i = 0; i < available; i++) {
            if (in[i] != '\n') {
                continue;
            }
            if (i - line <= 1 && line > 0) {
                if (body < 0) {
                    throw new ProtocolException("a request without Content-Length");
                }
                return i + 1 + body;
            }
            line = i + 1;
            if (startsWith(CONTENT_LENGTH, in, line, available)) {
                body = number(in, line + CONTENT_LENGTH.length, available);
            }
        }
        return -1;
    }

    /** The delivery id of a request; empty if it has none. */
    static String deliveryId(byte[] request, int length) {
        for (int line = 0; line < length; line = nextLine(request, line, length)) {
            if (startsWith(DELIVERY, request, line, length)) {
                int from = line + DELIVERY.length;
                int end = nextLine(request, from, length);
                return new String(request, from, end - from, StandardCharsets.US_ASCII).strip();
            }
        }
        return "";
    }

    private static int nextLine(byte[] in, int from, int length) {
        for (int i = from; i < length; i++) {
            if (in[i] == '\n') {
                return i + 1;
            }
        }
        return length;
    }

    private static boolean startsWith(byte[] name, byte[] in, int at, int available) {
        if (at + name.length > available) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            // 0x20 turns an ASCII capital into its small letter and leaves '-' and ':' as they are.
            if ((in[at + i] | 0x20) != name[i]) {
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
