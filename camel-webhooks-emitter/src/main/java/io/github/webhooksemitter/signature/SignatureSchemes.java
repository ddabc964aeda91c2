package io.github.webhooksemitter.signature;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The schemes that come with the library, by name. */
public final class SignatureSchemes {
    private static final Map<String, SignatureScheme> BY_NAME = new TreeMap<>();

    static {
        add(new WebhooksEmitterScheme());
        add(new StandardWebhooksScheme());
        add(new StandardWebhooksEd25519Scheme());
        add(new GitHubScheme());
        add(new StripeScheme());
        add(new Rfc9421Scheme());
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

    /**
     * Schemes that sign the same request, each with its own headers. What they say alike is sent once; the two schemes
     * of Standard Webhooks share one {@code webhook-signature}.
     *
     * @param schemes in the order of their headers; one at least
     * @throws IllegalArgumentException if two of them want the same header otherwise; the message names both
     */
    public static SignatureScheme together(List<SignatureScheme> schemes, String headerIdentifier) {
        return schemes.size() == 1 ? schemes.get(0) : SeveralSchemes.of(schemes, headerIdentifier);
    }
}
