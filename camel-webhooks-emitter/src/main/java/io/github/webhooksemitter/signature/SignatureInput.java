package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One member of the header {@code Signature-Input} (RFC 9421, section 4.1): what a signature covers, and its parameters.
 * Components with parameters of their own ({@code "cookie";sf}) and strings with escapes are not read.
 *
 * @param components names of what is covered, without quotes, in order
 * @param parameters by name: strings without quotes, numbers as written
 * @param text as it stands in the header, which is how it is signed
 */
record SignatureInput(List<String> components, Map<String, String> parameters, String text) {
    private static final int MOST_COMPONENTS = 64;
    private static final String KEY = "[a-z*][a-z0-9_.*-]*+";
    private static final Pattern LABEL = Pattern.compile("[ \t]*+(" + KEY + ")=\\([ ]*+");
    private static final Pattern COMPONENT = Pattern.compile("\"(@?[a-z0-9!#$%&'*+.^_`|~-]++)\"(?:[ ]++|(?=\\)))");
    private static final Pattern PARAMETER =
            Pattern.compile(";[ ]*+(" + KEY + ")=(?:\"([ !#-\\[\\]-~]*+)\"|([0-9]{1,15}+))");

    /** What is to be signed. */
    static SignatureInput of(List<String> components, Map<String, Object> parameters) {
        StringBuilder text = new StringBuilder("(");
        components.forEach(name -> text.append(text.length() == 1 ? "" : " ")
                .append('"')
                .append(name)
                .append('"'));
        text.append(')');
        Map<String, String> plain = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            plain.put(name, value.toString());
            text.append(';').append(name).append('=').append(value instanceof Number ? value : "\"" + value + '"');
        });
        return new SignatureInput(List.copyOf(components), plain, text.toString());
    }

    /** Reads the header: its members by label. */
    static Map<String, SignatureInput> parse(String header) throws NotVerified {
        Map<String, SignatureInput> members = new LinkedHashMap<>();
        int at = 0;
        do {
            Matcher label = at(LABEL, header, at);
            int begin = header.indexOf('(', label.start());
            List<String> components = new ArrayList<>();
            at = label.end();
            while (at < header.length() && header.charAt(at) != ')') {
                Matcher component = at(COMPONENT, header, at);
                // Covered twice is not allowed (section 2.5).
                if (components.contains(component.group(1)) || components.size() == MOST_COMPONENTS) {
                    throw new NotVerified(Why.MALFORMED);
                }
                components.add(component.group(1));
                at = component.end();
            }
            at++;
            Map<String, String> parameters = new LinkedHashMap<>();
            while (at < header.length() && header.charAt(at) == ';') {
                Matcher parameter = at(PARAMETER, header, at);
                String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
                if (parameters.put(parameter.group(1), value) != null) {
                    throw new NotVerified(Why.MALFORMED);
                }
                at = parameter.end();
            }
            SignatureInput input =
                    new SignatureInput(components, parameters, header.substring(begin, Math.min(at, header.length())));
            if (at > header.length() || members.put(label.group(1), input) != null) {
                throw new NotVerified(Why.MALFORMED);
            }
            at = next(header, at);
        } while (at < header.length());
        return members;
    }

    @Nullable
    String parameter(String name) {
        return parameters.get(name);
    }

    /** A parameter that is a time, if it is there. */
    @Nullable
    Instant time(String name) throws NotVerified {
        String seconds = parameters.get(name);
        return seconds == null ? null : Received.seconds(seconds);
    }

    private static int next(String header, int end) throws NotVerified {
        int at = end;
        while (at < header.length() && header.charAt(at) == ' ') {
            at++;
        }
        if (at == header.length()) {
            return at;
        } else if (header.charAt(at) != ',' || at + 1 == header.length()) {
            throw new NotVerified(Why.MALFORMED);
        }
        return at + 1;
    }

    private static Matcher at(Pattern pattern, String header, int at) throws NotVerified {
        Matcher matcher = pattern.matcher(header).region(at, header.length());
        if (!matcher.lookingAt()) {
            throw new NotVerified(Why.MALFORMED);
        }
        return matcher;
    }
}
