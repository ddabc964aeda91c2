package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.emitter.Visible;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignatureSchemes;
import io.github.webhooksemitter.signature.SigningKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Makes the signer that an emitter's options ask for: schemes by name or bean, keys prepared, headers free of clashes. */
final class Signatures {
    private static final String BEAN = "#bean:";
    private static final String ED25519 = "standard-webhooks-ed25519";
    private static final String RFC9421 = "rfc9421";
    private static final Set<String> ATTRIBUTES = Set.of("ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time");

    private final CamelContext context;
    private final PrivateKeys privateKeys;

    Signatures(CamelContext context) {
        this.context = context;
        this.privateKeys = new PrivateKeys(context);
    }

    /**
     * Finds the schemes.
     *
     * @throws IllegalArgumentException if the options do not name any; the message names the option and the cure
     */
    SignatureScheme scheme(EmitterSettings settings) {
        SignatureScheme scheme = SignatureSchemes.together(
                settings.signature().stream().map(this::scheme).toList(), settings.headerIdentifier());
        checkHeaders(settings, scheme);
        return scheme;
    }

    /**
     * Prepares the keys.
     *
     * @throws IllegalArgumentException if the scheme cannot sign with them; the message names the option and the cure
     */
    SignatureScheme.Signer signer(SignatureScheme scheme, EmitterSettings settings) {
        return scheme.signer(keys(settings));
    }

    /**
     * Refuses a key that nothing signs with: its owner believes the requests to be signed. The component's options are
     * for emitters of all schemes, so only what the emitter gives itself counts.
     */
    static void checkUse(EmitterConfig config, EmitterSettings settings) {
        if (config.given(EmitterOption.PRIVATE_KEY).isPresent() && !usesOneOf(settings, ED25519, RFC9421)) {
            throw new IllegalArgumentException(
                    "Option privateKey is not used by any scheme in the option signature: add " + ED25519 + " or "
                            + RFC9421 + " there, or leave privateKey out.");
        } else if (config.given(EmitterOption.KEY_ID).isPresent() && !usesOneOf(settings, RFC9421)) {
            throw new IllegalArgumentException("Option keyId is not used by any scheme in the option signature: add "
                    + RFC9421 + " there, or leave keyId out.");
        }
    }

    private static boolean usesOneOf(EmitterSettings settings, String... schemes) {
        return settings.signature().stream()
                .anyMatch(name -> name.startsWith(BEAN) || List.of(schemes).contains(name));
    }

    private SigningKeys keys(EmitterSettings settings) {
        List<String> secrets = new ArrayList<>(settings.previousSecrets());
        String secret = settings.secret();
        if (secret != null) {
            secrets.add(0, secret);
        } else if (!secrets.isEmpty()) {
            throw new IllegalArgumentException(
                    "Option previousSecrets needs the option secret beside it: set secret to the newest one.");
        }
        String privateKey = settings.privateKey();
        return new SigningKeys(secrets, privateKey == null ? null : privateKeys.find(privateKey), settings.keyId());
    }

    private static void checkHeaders(EmitterSettings settings, SignatureScheme scheme) {
        Set<String> signed = scheme.headers(settings.headerIdentifier());
        for (Header header : settings.headers()) {
            // Whatever the envelope is today: deliveries that were queued with another one still have theirs.
            if (isOneOf(signed, header.getName()) || isOneOf(ATTRIBUTES, header.getName())) {
                boolean secret = header instanceof BasicHeader basic && basic.isSensitive();
                throw new IllegalArgumentException(
                        "Option "
                                + (secret ? EmitterConfig.SECRET_HEADER : EmitterConfig.HEADER) + header.getName()
                                + " is refused: webhooks-emitter sends this header itself, with these options or after an update of envelope.");
            }
        }
    }

    private static boolean isOneOf(Set<String> names, String header) {
        for (String name : names) {
            if (name.equalsIgnoreCase(header)) {
                return true;
            }
        }
        return false;
    }

    private SignatureScheme scheme(String name) {
        if (name.startsWith(BEAN)) {
            return Optional.ofNullable(context.getRegistry()
                            .lookupByNameAndType(name.substring(BEAN.length()), SignatureScheme.class))
                    .orElseThrow(() -> new IllegalArgumentException("Option signature names the bean "
                            + Visible.text(name) + ", but the registry has no SignatureScheme of that name: bind it."));
        }
        return SignatureSchemes.named(name)
                .orElseThrow(() -> new IllegalArgumentException("Option signature names the unknown scheme '"
                        + Visible.text(name) + "': use " + SignatureSchemes.names() + " or #bean:name."));
    }
}
