package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's scheme: {@code Stripe-Signature: t=timestamp,v1=} and the lower-case hex of HMAC-SHA256(secret,
 * timestamp.body), one {@code v1} for each secret. The secret's text is used as it stands, {@code whsec_} included. Source:
 * Stripe, "Verify webhook signatures manually".
 */
final class StripeScheme implements SignatureScheme {
    private static final String SIGNATURE = "Stripe-Signature";
    private static final String TIMESTAMP = "t=";
    private static final String VERSION = "v1=";

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Set<String> headers(String headerIdentifier) {
        return Set.of(SIGNATURE);
    }

    @Override
    public Signer signer(SigningKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(Secrets.required(keys.secrets(), name()));
        return request -> {
            String timestamp = Long.toString(request.timestamp().getEpochSecond());
            byte[] content = content(timestamp, request.body());
            String value = hmacs.stream()
                    .map(hmac -> VERSION + HexFormat.of().formatHex(hmac.of(content)))
                    .collect(Collectors.joining(",", TIMESTAMP + timestamp + ",", ""));
            List<SignedHeader> headers = new ArrayList<>(Naming.headers(request));
            headers.add(new SignedHeader(SIGNATURE, value));
            return headers;
        };
    }

    @Override
    public Verifier verifier(VerifyingKeys keys) {
        List<HmacSha256> hmacs = Secrets.asText(Secrets.required(keys.secrets(), name()));
        String id = keys.headerIdentifier();
        NotVerified.Check check = (request, now) -> {
            Parts parts = Parts.of(Received.header(request, SIGNATURE));
            byte[] content = content(parts.timestamp, request.body());
            boolean fits = false;
            for (HmacSha256 hmac : hmacs) {
                String expected = HexFormat.of().formatHex(hmac.of(content));
                for (String given : parts.signatures) {
                    fits |= Received.isEqual(expected, given);
                }
            }
            if (!fits) {
                throw new NotVerified(Why.MISMATCH);
            }
            return new Verified(
                    name(),
                    request.only(Naming.delivery(id)),
                    request.only(Naming.event(id)),
                    Received.seconds(parts.timestamp));
        };
        return check.asVerifier();
    }

    private static byte[] content(String timestamp, byte[] body) {
        byte[] head = (timestamp + '.').getBytes(StandardCharsets.US_ASCII);
        return Bytes.joined(head, body);
    }

    /** The header's parts; those of other versions are left out. */
    private record Parts(String timestamp, List<String> signatures) {
        static Parts of(String header) throws NotVerified {
            @Nullable String timestamp = null;
            List<String> signatures = new ArrayList<>();
            for (String part : header.split(",", -1)) {
                if (part.startsWith(TIMESTAMP) && timestamp == null) {
                    timestamp = part.substring(TIMESTAMP.length());
                } else if (part.startsWith(VERSION)) {
                    signatures.add(part.substring(VERSION.length()));
                } else if (part.startsWith(TIMESTAMP) || part.indexOf('=') < 1) {
                    throw new NotVerified(Why.MALFORMED);
                }
            }
            if (timestamp == null) {
                throw new NotVerified(Why.MALFORMED);
            } else if (signatures.isEmpty()) {
                throw new NotVerified(Why.UNKNOWN_VERSION);
            }
            Received.seconds(timestamp);
            return new Parts(timestamp, signatures);
        }
    }
}
