package io.github.webhooksemitter;

import java.util.Map;
import java.util.Set;
import org.apache.camel.util.URISupport;

/**
 * Values of a URI that Camel's parsing must not change, and so belong in {@code RAW(…)}. Outside it {@code +} and
 * {@code %2B} become a blank before a component sees them: the request would go elsewhere, or be signed with another
 * secret, without a word.
 */
final class RawValues {
    private static final Set<String> EXACT = Set.of(
            "url",
            "secret",
            "previousSecrets",
            "privateKey",
            "http.authPassword",
            "http.authBearerToken",
            "http.proxyAuthPassword",
            "http.oauth2ClientSecret");

    private RawValues() {}

    /**
     * Takes the values out of their {@code RAW(…)}.
     *
     * @throws IllegalArgumentException if a value that has to be exact was not in one and shows that it was changed
     */
    static void unwrap(Map<String, Object> query) {
        query.forEach((name, value) -> {
            if (EXACT.contains(name) && value instanceof String text && !isRaw(text) && text.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("Option " + name + " has a blank, which '+', %2B and %20 become in a"
                        + " URI: wrap the value as " + name + "=RAW(...), or as " + name
                        + "=RAW{...} if it has a ')'.");
            }
        });
        // Not by Camel's RawParameterHelper, which evaluates $simple{...} in the value: in a toD the url may be a
        // tenant's.
        URISupport.resolveRawParameterValues(query);
    }

    private static boolean isRaw(String text) {
        return text.startsWith("RAW(") && text.endsWith(")") || text.startsWith("RAW{") && text.endsWith("}");
    }
}
