package io.github.webhooksemitter.examples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A request as it arrived.
 *
 * @param head the request line and the headers, up to the empty line
 * @param body the bytes after it
 */
record Request(String head, byte[] body) {
    private static final String END = "\r\n\r\n";

    static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(END)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The request ended before its body.");
            }
            bytes.write(next);
        }
        Request head = new Request(bytes.toString(StandardCharsets.ISO_8859_1).strip(), new byte[0]);
        return new Request(head.head, in.readNBytes(Integer.parseInt(head.header("Content-Length"))));
    }

    /** The value of a header; empty where the request has none. */
    String header(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8).strip();
    }
}
