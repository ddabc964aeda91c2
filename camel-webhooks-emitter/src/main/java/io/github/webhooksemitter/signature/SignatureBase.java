package io.github.webhooksemitter.signature;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The text that is signed (RFC 9421, section 2.5), and the components that are made of method and target (section 2.2). */
final class SignatureBase {
    private SignatureBase() {}

    /** Gives the value of a component. */
    @FunctionalInterface
    interface Message {
        String value(String component) throws NotVerified;
    }

    static byte[] of(SignatureInput input, Message message) throws NotVerified {
        StringBuilder base = new StringBuilder();
        for (String component : input.components()) {
            base.append('"')
                    .append(component)
                    .append("\": ")
                    .append(message.value(component))
                    .append('\n');
        }
        base.append("\"@signature-params\": ").append(input.text());
        return base.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value of {@code @target-uri}, spelled as most libraries write urls: scheme and host in lower case, without the
     * port that the scheme has anyway, and with a path. Both sides come from there, whatever an option or a
     * {@code Host} header say.
     */
    static String targetUri(URI target) {
        if (target.getScheme() == null || target.getRawAuthority() == null) {
            return target.toString();
        }
        String path = String.valueOf(target.getRawPath());
        String query = target.getRawQuery();
        return target.getScheme().toLowerCase(Locale.ROOT) + "://" + authority(target)
                + (path.isEmpty() ? "/" : path)
                + (query == null ? "" : '?' + query);
    }

    /** The value of {@code @authority}: lower case, without the port that the scheme has anyway. */
    static String authority(URI target) {
        String authority = String.valueOf(target.getRawAuthority()).toLowerCase(Locale.ROOT);
        String port = "https".equalsIgnoreCase(target.getScheme()) ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
