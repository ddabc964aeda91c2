package io.github.webhooksemitter.signature;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request as it arrived. Immutable; the body is shared and must not be changed.
 *
 * @param method HTTP method
 * @param target the whole url that the sender called, as the sender writes it; only {@code rfc9421} looks at it
 * @param headers values by name, in whatever case
 * @param body the raw bytes, before anything parsed or decoded them
 */
public record ReceivedRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
    /** Keeps a copy of the headers in which names match whatever their case, and values of one name are together. */
    public ReceivedRequest {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        // Not trusted to be as declared: the JDK's own clients have a null name, and values may be null.
        headers.forEach((name, values) -> {
            if (name != null && values != null) {
                byName.merge(name, present(values), ReceivedRequest::joined);
            }
        });
        headers = Collections.unmodifiableMap(byName);
    }

    /** A request for a scheme that signs neither method nor target: all but {@code rfc9421}. */
    public static ReceivedRequest of(Map<String, List<String>> headers, byte[] body) {
        return new ReceivedRequest("POST", "", headers, body);
    }

    /** The values of a header; empty: it is not there. */
    List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The one value of a header without the blanks around it; null if it is missing or there twice. */
    @Nullable
    String only(String name) {
        List<String> values = values(name);
        return values.size() == 1 ? values.get(0).strip() : null;
    }

    private static List<String> present(Collection<? extends @Nullable String> values) {
        return values.stream()
                .<String>mapMulti((value, taken) -> {
                    if (value != null) {
                        taken.accept(value);
                    }
                })
                .toList();
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** Neither headers nor body. */
    @Override
    public String toString() {
        return "ReceivedRequest[" + headers.size() + " headers, " + body.length + " bytes]";
    }
}
