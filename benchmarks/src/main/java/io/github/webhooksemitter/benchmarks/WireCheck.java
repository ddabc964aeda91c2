package io.github.webhooksemitter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at a sample of what a contender sent: a benchmark of requests that differ or are wrong would say nothing. */
final class WireCheck {
    private final Map<String, String> headers = new TreeMap<>();

    WireCheck(byte[] request) {
        String[] headAndBody = new String(request, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2);
        String[] lines = headAndBody[0].split("\r\n", -1);
        require(lines[0].startsWith("POST /hooks/"), "a POST to /hooks/");
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = headAndBody[1].getBytes(StandardCharsets.ISO_8859_1);
        require(body.length == Event.JSON_BYTES, "a body of " + Event.JSON_BYTES + " bytes, not " + body.length);
        requireHeader(SignedRequest.EVENT_HEADER, Event.NAME);
        requireHeader(SignedRequest.SIGNATURE_HEADER, new Signer(Target.SECRET).sign(body));
        requireHeader("Content-Type", SignedRequest.CONTENT_TYPE);
        require(header(SignedRequest.DELIVERY_HEADER).length() == 36, "a UUID as delivery id");
        require(header("User-Agent").startsWith("WebHooks-Emitter/"), "the component's User-Agent");
    }

    Set<String> headers() {
        return headers.keySet();
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
