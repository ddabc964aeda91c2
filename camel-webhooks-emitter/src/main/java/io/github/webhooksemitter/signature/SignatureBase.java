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

    /** A url as it arrives: without a path it is sent with that of {@code /}. */
    static String targetUri(URI target) {
        String text = target.toString();
        String path = target.getRawPath();
        if (path != null && !path.isEmpty()) {
            return text;
        }
        int query = text.indexOf('?');
        return query < 0 ? text + '/' : text.substring(0, query) + '/' + text.substring(query);
    }

    /** The value of {@code @authority}: lower case, without the port that the scheme has anyway. */
    static String authority(URI target) {
        String authority = String.valueOf(target.getRawAuthority()).toLowerCase(Locale.ROOT);
        String port = "https".equalsIgnoreCase(target.getScheme()) ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
