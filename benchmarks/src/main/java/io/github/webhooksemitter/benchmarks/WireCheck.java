package io.github.webhooksemitter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Looks at a sample of what a contender sent: a benchmark of requests that differ or are wrong would say nothing. */
final class WireCheck {
    private final Map<String, String> headers = new TreeMap<>();

    private WireCheck(byte[] request, Traffic traffic) {
        String[] headAndBody = new String(request, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
        String[] lines = headAndBody[0].split("\r\n", -1);
        require(lines[0].startsWith("POST /"), "the method POST");
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = headAndBody[1].getBytes(StandardCharsets.ISO_8859_1);
        require(body.length == traffic.payload(), "a body of " + traffic.payload() + " bytes, not " + body.length);
        requireHeader(SignedRequest.EVENT_HEADER, Event.NAME);
        String timestamp = header("webhook-timestamp");
        traffic.scheme()
                .signer()
                .sign(
                        header(SignedRequest.DELIVERY_HEADER),
                        timestamp.isEmpty() ? 0 : Long.parseLong(timestamp),
                        body,
                        this::requireHeader);
        requireHeader("Content-Type", SignedRequest.CONTENT_TYPE);
        require(header(SignedRequest.DELIVERY_HEADER).length() == 36, "a UUID as delivery id");
        require(header("User-Agent").startsWith("WebHooks-Emitter/"), "the component's User-Agent");
    }

    /** @throws IllegalStateException if the request is not what the case is about; it says in what */
    static void check(byte[] request, Traffic traffic) {
        new WireCheck(request, traffic);
    }

    private String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    private void requireHeader(String name, String value) {
        require(header(name).equals(value), name + ": " + value);
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalStateException("a sampled request should have " + expectation);
        }
    }
}
