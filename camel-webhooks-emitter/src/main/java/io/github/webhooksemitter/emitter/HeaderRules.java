package io.github.webhooksemitter.emitter;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the options {@code header.NAME} and {@code secretHeader.NAME} may add to a request (RFC 9110, sections 5.1 and 5.5). */
final class HeaderRules {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");
    private static final Set<String> SECRET = ignoringCase("Authorization", "Proxy-Authorization", "Cookie");
    private static final Set<String> OWNED = ignoringCase(
            "Host",
            "Content-Length",
            "Content-Type",
            "Content-Encoding",
            "Transfer-Encoding",
            "Connection",
            "Keep-Alive",
            "Expect",
            "TE",
            "Trailer",
            "Upgrade",
            "traceparent",
            "tracestate");

    private HeaderRules() {}

    static void check(String option, String name, String value, boolean secret) {
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("Option " + Visible.text(option)
                    + " does not name an HTTP header: use letters, digits and '-', as in header.X-Tenant.");
        }
        if (name.equalsIgnoreCase("User-Agent")) {
            throw new IllegalArgumentException("Option " + option + " is refused: set the header with userAgent.");
        }
        if (OWNED.contains(name)) {
            throw new IllegalArgumentException(
                    "Option " + option + " is refused: this header is made by webhooks-emitter or HTTP itself.");
        }
        if (!secret && SECRET.contains(name)) {
            throw new IllegalArgumentException("Option " + option
                    + " is refused because its value would be printed: use secretHeader." + name + ".");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("Option " + option
                    + " has a value that no HTTP header can carry: use visible ASCII characters,"
                    + " with blanks only between them.");
        }
    }

    private static Set<String> ignoringCase(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
