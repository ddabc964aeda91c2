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
            byte[] content = content(id, timestamp, request.body());
            for (String value : values) {
                if (fits.test(content, value)) {
                    return new Verified(
                            scheme.name(), id, request.only(Naming.event(keys.headerIdentifier())), signedAt);
                }
            }
            throw new NotVerified(Why.MISMATCH);
        };
        return check.asVerifier();
    }

    private static List<String> values(String header, String version) throws NotVerified {
        List<String> values = new ArrayList<>();
        for (String value : header.split(" ", MOST_VALUES + 1)) {
            if (value.startsWith(version)) {
                values.add(value.substring(version.length()));
            } else if (value.indexOf(',') < 1) {
                throw new NotVerified(Why.MALFORMED);
            }
        }
        if (values.isEmpty()) {
            throw new NotVerified(Why.UNKNOWN_VERSION);
        }
        return values;
    }

    private static byte[] content(String id, String timestamp, byte[] body) {
        return Bytes.joined((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8), body);
    }
}
