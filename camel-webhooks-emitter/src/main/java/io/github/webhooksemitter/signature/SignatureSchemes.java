package io.github.webhooksemitter.signature;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The schemes that come with the library, by name. */
public final class SignatureSchemes {
    private static final Map<String, SignatureScheme> BY_NAME = new TreeMap<>();

    static {
        add(new WebhooksEmitterScheme());
    }

    private SignatureSchemes() {}

    private static void add(SignatureScheme scheme) {
        BY_NAME.put(scheme.name(), scheme);
    }

    /** The scheme of that name, if there is one. */
    public static Optional<SignatureScheme> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The names of all schemes, for messages. */
    public static String names() {
        return String.join(", ", BY_NAME.keySet());
    }
}
