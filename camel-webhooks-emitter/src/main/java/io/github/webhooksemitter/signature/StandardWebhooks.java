package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What both schemes of Standard Webhooks have in common: headers, and what is signed, {@code id.timestamp.body}. Source:
 * the specification of Standard Webhooks, "Webhook headers" and "Signature scheme".
 */
final class StandardWebhooks {
    static final String SIGNATURE = "webhook-signature";

    private static final String ID = "webhook-id";
    private static final String TIMESTAMP = "webhook-timestamp";

    /** A stranger's header may have many, and each may cost the check of an Ed25519 signature. */
    private static final int MOST_VALUES = 32;

    private StandardWebhooks() {}

    static Set<String> headers() {
        return Set.of(ID, TIMESTAMP, SIGNATURE);
    }

    /** With a dot in the id, {@code a.1.2.body} is signed for the id {@code a} as well as for {@code a.1}. */
    static boolean takes(String id) {
        return id.indexOf('.') < 0;
    }

    /** A signer of the values, separated by blanks, that the content is given. */
    static SignatureScheme.Signer signer(Function<byte[], String> values) {
        return request -> {
            String timestamp = Long.toString(request.timestamp().getEpochSecond());
            List<SignedHeader> headers = new ArrayList<>(Naming.headers(request));
            headers.add(new SignedHeader(ID, request.deliveryId()));
            headers.add(new SignedHeader(TIMESTAMP, timestamp));
            headers.add(new SignedHeader(
                    SIGNATURE, values.apply(content(request.deliveryId(), timestamp, request.body()))));
            return headers;
        };
    }

    /** Tells whether a value, without its version, signs the content. */
    @FunctionalInterface
    interface Fits {
        boolean test(byte[] content, String value) throws NotVerified;
    }

    static SignatureScheme.Verifier verifier(SignatureScheme scheme, VerifyingKeys keys, String version, Fits fits) {
        NotVerified.Check check = (request, now) -> {
            String id = Received.header(request, ID);
            String timestamp = Received.header(request, TIMESTAMP);
            Instant signedAt = Received.seconds(timestamp);
            List<String> values = values(Received.header(request, SIGNATURE), version);
            if (!takes(id)) {
                throw new NotVerified(Why.MALFORMED);
            }
            one(values, content(id, timestamp, request.body()), fits);
            return new Verified(scheme.name(), id, request.only(Naming.event(keys.headerIdentifier())), signedAt);
        };
        return check.asVerifier();
    }

    /** One of the values has to fit, whatever stands beside it. */
    private static void one(List<String> values, byte[] content, Fits fits) throws NotVerified {
        NotVerified refused = new NotVerified(Why.MISMATCH);
        for (String value : values) {
            try {
                if (fits.test(content, value)) {
                    return;
                }
            } catch (NotVerified e) {
                refused = e;
            }
        }
        throw refused;
    }

    private static List<String> values(String header, String version) throws NotVerified {
        List<String> values = new ArrayList<>();
        boolean rubbish = false;
        for (String value : header.split(" ", MOST_VALUES + 1)) {
            if (value.startsWith(version)) {
                values.add(value.substring(version.length()));
            } else {
                rubbish |= value.indexOf(',') < 1;
            }
        }
        if (values.isEmpty()) {
            throw new NotVerified(rubbish ? Why.MALFORMED : Why.UNKNOWN_VERSION);
        }
        return values;
    }

    private static byte[] content(String id, String timestamp, byte[] body) {
        return Bytes.joined((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8), body);
    }
}
