package io.github.webhooksemitter.signature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Several schemes on one request, as in a migration from one to the other. */
final class SeveralSchemes implements SignatureScheme {
    /** The only schemes that are made to share a header. */
    private static final Set<String> SHARING = Set.of(StandardWebhooksScheme.NAME, StandardWebhooksEd25519Scheme.NAME);

    private final List<SignatureScheme> schemes;

    private SeveralSchemes(List<SignatureScheme> schemes) {
        this.schemes = List.copyOf(schemes);
    }

    static SeveralSchemes of(List<SignatureScheme> schemes, String headerIdentifier) {
        Map<String, SignatureScheme> owners = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> names = new TreeSet<>();
        for (SignatureScheme scheme : schemes) {
            if (!names.add(scheme.name())) {
                throw new IllegalArgumentException(
                        "Option signature names the scheme " + scheme.name() + " twice: keep one of them.");
            }
            for (String header : scheme.headers(headerIdentifier)) {
                SignatureScheme owner = owners.put(header, scheme);
                if (owner != null && !(SHARING.contains(owner.name()) && SHARING.contains(scheme.name()))) {
                    throw new IllegalArgumentException("Option signature names the schemes " + owner.name() + " and "
                            + scheme.name() + ", which both send the header " + header + ": keep one of them.");
                }
            }
        }
        return new SeveralSchemes(schemes);
    }

    @Override
    public String name() {
        return schemes.stream().map(SignatureScheme::name).collect(Collectors.joining(","));
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return schemes.stream()
                .flatMap(scheme -> scheme.headers(headerIdentifier).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean takes(String deliveryId) {
        return schemes.stream().allMatch(scheme -> scheme.takes(deliveryId));
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<Signer> signers =
                schemes.stream().map(scheme -> scheme.signer(keys)).toList();
        return request -> {
            Map<String, SignedHeader> headers = new LinkedHashMap<>();
            for (Signer signer : signers) {
                signer.sign(request)
                        .forEach(header -> headers.merge(lowerCase(header.name()), header, SeveralSchemes::merged));
            }
            return List.copyOf(headers.values());
        };
    }

    private static SignedHeader merged(SignedHeader first, SignedHeader second) {
        if (first.value().equals(second.value())) {
            return first;
        } else if (first.name().equals(StandardWebhooks.SIGNATURE)) {
            return new SignedHeader(first.name(), first.value() + ' ' + second.value());
        }
        throw new IllegalStateException("Two schemes send the header " + first.name() + " with different values.");
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
