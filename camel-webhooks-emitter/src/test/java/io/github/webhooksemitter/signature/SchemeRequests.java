package io.github.webhooksemitter.signature;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests that schemes have signed, as they arrive, and verifiers that stand at the time of the signature. */
final class SchemeRequests {
    static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    static final String OLD_SECRET = "an older secret, as text";
    static final String PRIVATE_KEY = "whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";
    static final String PUBLIC_KEY = "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    static final List<String> SCHEMES = List.of(
            "webhooks-emitter", "github", "stripe", "standard-webhooks", "standard-webhooks-ed25519", "rfc9421");

    private SchemeRequests() {}

    static SigningKeys keys(String scheme) {
        return new SigningKeys(
                List.of(SECRET), scheme.endsWith("ed25519") ? Ed25519Keys.privateKey(PRIVATE_KEY) : null, null);
    }

    static ReceivedRequest signed(String scheme, String id, String event, byte[] body) {
        return signed(SignatureSchemes.named(scheme).orElseThrow().signer(keys(scheme)), id, event, body);
    }

    static ReceivedRequest signed(SignatureScheme.Signer signer, String id, String event, byte[] body) {
        UnsignedRequest request = new UnsignedRequest(
                "Webhooks",
                id,
                event,
                NOW,
                "POST",
                URI.create("https://receiver.example/hooks?a=1"),
                List.of(new SignedHeader("Content-Type", "application/json")),
                body);
        Map<String, List<String>> headers = new TreeMap<>();
        headers.put("Content-Type", List.of("application/json"));
        signer.sign(request).forEach(header -> headers.put(header.name(), List.of(header.value())));
        return new ReceivedRequest("POST", "https://receiver.example/hooks?a=1", headers, body);
    }

    static WebhookVerifier verifier(String scheme) {
        return verifierAt(scheme, NOW);
    }

    static WebhookVerifier verifierAt(String scheme, Instant now) {
        return WebhookVerifier.builder()
                .scheme(scheme)
                .secret(SECRET)
                .publicKey(PUBLIC_KEY)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build();
    }

    static ReceivedRequest with(ReceivedRequest request, String header, String... values) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        headers.remove(header);
        if (values.length > 0) {
            headers.put(header, List.of(values));
        }
        return new ReceivedRequest(request.method(), request.target(), headers, request.body());
    }

    static ReceivedRequest with(ReceivedRequest request, byte[] body) {
        return new ReceivedRequest(request.method(), request.target(), request.headers(), body);
    }
}
