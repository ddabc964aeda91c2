package io.github.webhooksemitter.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What any scheme signs it verifies, and nothing else, whatever ids, events, bodies and strangers come up with. */
class WebhookVerifierPropertyTest {
    @Provide
    Arbitrary<String> schemes() {
        return Arbitraries.of(SchemeRequests.SCHEMES);
    }

    @Provide
    Arbitrary<String> timestamped() {
        return Arbitraries.of("stripe", "standard-webhooks", "standard-webhooks-ed25519", "rfc9421");
    }

    @Provide
    Arbitrary<String> signingTheId() {
        return Arbitraries.of("standard-webhooks", "standard-webhooks-ed25519", "rfc9421");
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(40);
    }

    @Property(tries = 300)
    void what_is_signed_is_verified(
            @ForAll("schemes") String scheme,
            @ForAll("tokens") String id,
            @ForAll("tokens") String event,
            @ForAll @Size(max = 2000) byte[] body) {
        Assume.that(SignatureSchemes.named(scheme).orElseThrow().takes(id));
        ReceivedRequest request = SchemeRequests.signed(scheme, id, event, body);

        Verification verification = SchemeRequests.verifier(scheme).verify(request);

        assertThat(verification).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.scheme()).isEqualTo(scheme);
            assertThat(verified.deliveryId()).contains(id);
            assertThat(verified.event()).contains(event);
        });
    }

    @Property(tries = 300)
    void any_secret_that_an_emitter_takes_is_verified(
            @ForAll("schemes") String scheme, @ForAll @Size(min = 1, max = 80) String secret) {
        Assume.that(!secret.isBlank() && !secret.startsWith("whs"));
        SigningKeys keys =
                new SigningKeys(List.of(secret), SchemeRequests.keys(scheme).privateKey(), "key-1");
        ReceivedRequest request = SchemeRequests.signed(
                SignatureSchemes.named(scheme).orElseThrow().signer(keys), "id", "event", new byte[] {'1'});

        assertThat(WebhookVerifier.builder()
                        .scheme(scheme)
                        .secret(secret)
                        .publicKey(SchemeRequests.PUBLIC_KEY)
                        .clock(java.time.Clock.fixed(SchemeRequests.NOW, java.time.ZoneOffset.UTC))
                        .build()
                        .verify(request)
                        .isVerified())
                .isTrue();
    }

    @Property(tries = 500)
    void one_flipped_bit_of_the_body_is_refused(
            @ForAll("schemes") String scheme,
            @ForAll @Size(min = 1, max = 300) byte[] body,
            @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int at) {
        ReceivedRequest request = SchemeRequests.signed(scheme, "id-1", "event", body);

        byte[] flipped = flip(body, at % (body.length * 8));

        assertThat(SchemeRequests.verifier(scheme).verify(SchemeRequests.with(request, flipped)))
                .isEqualTo(new Refused(Why.MISMATCH));
    }

    @Property(tries = 2000)
    void one_flipped_bit_of_a_header_that_is_signed_or_signs_is_refused(
            @ForAll("schemes") String scheme, @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int at) {
        ReceivedRequest request = SchemeRequests.signed(scheme, "id-1", "event", new byte[] {'{', '}'});
        List<String> names =
                new ArrayList<>(SignatureSchemes.named(scheme).orElseThrow().headers("Webhooks"));
        names.removeIf(name -> name.startsWith("X-GitHub"));
        if (scheme.equals("rfc9421")) {
            names.addAll(List.of("X-Webhooks-Event", "X-Webhooks-Delivery", "Content-Type"));
        }
        String name = names.get(at % names.size());
        byte[] value = request.only(name).getBytes(StandardCharsets.ISO_8859_1);
        String flipped = new String(flip(value, at / names.size() % (value.length * 8)), StandardCharsets.ISO_8859_1);

        assertThat(SchemeRequests.verifier(scheme)
                        .verify(SchemeRequests.with(request, name, flipped))
                        .isVerified())
                .as("%s: %s", name, flipped)
                .isFalse();
    }

    @Property(tries = 300)
    void a_truncated_header_is_refused(
            @ForAll("schemes") String scheme, @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int at) {
        ReceivedRequest request = SchemeRequests.signed(scheme, "id-1", "event", new byte[] {'{', '}'});
        List<String> names =
                new ArrayList<>(SignatureSchemes.named(scheme).orElseThrow().headers("Webhooks"));
        names.removeIf(name -> name.startsWith("X-GitHub"));
        String name = names.get(at % names.size());
        String value = request.only(name);

        assertThat(SchemeRequests.verifier(scheme)
                        .verify(SchemeRequests.with(
                                request, name, value.substring(0, at / names.size() % value.length())))
                        .isVerified())
                .isFalse();
    }

    @Property(tries = 100)
    void another_id_is_refused_where_the_id_is_signed(
            @ForAll("signingTheId") String scheme, @ForAll("tokens") String id, @ForAll("tokens") String other) {
        SignatureScheme known = SignatureSchemes.named(scheme).orElseThrow();
        Assume.that(!id.equals(other) && known.takes(id) && known.takes(other));
        ReceivedRequest request = SchemeRequests.signed(scheme, id, "event", new byte[] {'{', '}'});
        String header = scheme.equals("rfc9421") ? "X-Webhooks-Delivery" : "webhook-id";

        assertThat(SchemeRequests.verifier(scheme).verify(SchemeRequests.with(request, header, other)))
                .isEqualTo(new Refused(Why.MISMATCH));
    }

    @Property(tries = 200)
    void what_is_too_far_from_now_is_refused_and_what_is_not_is_taken(
            @ForAll("timestamped") String scheme, @ForAll @LongRange(min = -600, max = 600) long seconds) {
        ReceivedRequest request = SchemeRequests.signed(scheme, "id-1", "event", new byte[] {'{', '}'});

        Verification verification = SchemeRequests.verifierAt(
                        scheme, SchemeRequests.NOW.plus(Duration.ofSeconds(seconds)))
                .verify(request);

        if (Math.abs(seconds) <= 300) {
            assertThat(verification.isVerified()).isTrue();
        } else {
            assertThat(verification).isEqualTo(new Refused(seconds > 0 ? Why.TOO_OLD : Why.TOO_NEW));
        }
    }

    @Property(tries = 1000)
    void nothing_that_a_stranger_sends_makes_it_throw(
            @ForAll("schemes") String scheme,
            @ForAll @Size(max = 8) List<@Size(max = 60) String> values,
            @ForAll @Size(max = 50) byte[] body) {
        List<String> names =
                List.copyOf(SignatureSchemes.named(scheme).orElseThrow().headers("Webhooks"));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            headers.computeIfAbsent(names.get(i % names.size()), name -> new ArrayList<>())
                    .add(values.get(i));
        }
        headers.put(null, null);

        assertThat(SchemeRequests.verifier(scheme).verify(new ReceivedRequest("PO ST", "no url \0", headers, body)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isNotEqualTo(Why.SCHEME_FAILED));
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = Arrays.copyOf(bytes, bytes.length);
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
