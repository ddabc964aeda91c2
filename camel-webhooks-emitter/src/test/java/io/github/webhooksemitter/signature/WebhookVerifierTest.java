package io.github.webhooksemitter.signature;

import static io.github.webhooksemitter.signature.SchemeRequests.OLD_SECRET;
import static io.github.webhooksemitter.signature.SchemeRequests.SECRET;
import static io.github.webhooksemitter.signature.SchemeRequests.signed;
import static io.github.webhooksemitter.signature.SchemeRequests.verifier;
import static io.github.webhooksemitter.signature.SchemeRequests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.webhooksemitter.signature.Verification.Refused;
import io.github.webhooksemitter.signature.Verification.Verified;
import io.github.webhooksemitter.signature.Verification.Why;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a request is refused, in a value. */
class WebhookVerifierTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    static Stream<String> schemes() {
        return SchemeRequests.SCHEMES.stream();
    }

    private static Map<String, String> signatureHeaders() {
        return Map.of(
                "webhooks-emitter", "X-Webhooks-Signature",
                "github", "X-Hub-Signature-256",
                "stripe", "Stripe-Signature",
                "standard-webhooks", "webhook-signature",
                "standard-webhooks-ed25519", "webhook-signature",
                "rfc9421", "Signature");
    }

    private static String signatureHeader(String scheme) {
        return signatureHeaders().get(scheme);
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void a_missing_signature_is_refused(String scheme) {
        assertThat(verifier(scheme).verify(with(signed(scheme, "id", "e", BODY), signatureHeader(scheme))))
                .isEqualTo(new Refused(Why.MISSING_HEADER));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void a_signature_that_is_there_twice_is_refused(String scheme) {
        ReceivedRequest request = signed(scheme, "id", "e", BODY);
        String value = request.only(signatureHeader(scheme));

        assertThat(verifier(scheme).verify(with(request, signatureHeader(scheme), value, value)))
                .isEqualTo(new Refused(Why.DUPLICATE_HEADER));
    }

    @Test
    void a_header_that_is_there_in_two_spellings_is_there_twice() {
        ReceivedRequest request = signed("standard-webhooks", "id", "e", BODY);
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put("Webhook-ID", List.of("id"));

        assertThat(verifier("standard-webhooks").verify(headers, BODY)).isEqualTo(new Refused(Why.DUPLICATE_HEADER));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void header_names_may_have_any_case_and_values_may_not(String scheme) {
        ReceivedRequest request = signed(scheme, "id", "e", BODY);
        Map<String, List<String>> upper = new HashMap<>();
        request.headers().forEach((name, values) -> upper.put(name.toUpperCase(Locale.ROOT), values));
        String header = signatureHeader(scheme);

        assertThat(verifier(scheme)
                        .verify(new ReceivedRequest(request.method(), request.target(), upper, BODY))
                        .isVerified())
                .isTrue();
        assertThat(verifier(scheme)
                        .verify(with(request, header, request.only(header).toUpperCase(Locale.ROOT)))
                        .isVerified())
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void another_key_does_not_verify(String scheme) {
        WebhookVerifier other = WebhookVerifier.builder()
                .scheme(scheme)
                .secret("another secret")
                .publicKey("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
                .clock(Clock.fixed(SchemeRequests.NOW, ZoneOffset.UTC))
                .build();

        assertThat(other.verify(signed(scheme, "id", "e", BODY))).isEqualTo(new Refused(Why.MISMATCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhooks-emitter | sha512:abc | UNKNOWN_VERSION",
                "webhooks-emitter | SHA256:abc | UNKNOWN_VERSION",
                "webhooks-emitter | sha256: | MISMATCH",
                "github | sha1=abc | UNKNOWN_VERSION",
                "stripe | t=1772600767,v0=abc | UNKNOWN_VERSION",
                "stripe | v1=abc | MALFORMED",
                "stripe | t=1772600767,t=1772600767,v1=abc | MALFORMED",
                "stripe | t=+1,v1=abc | MALFORMED",
                "stripe | rubbish | MALFORMED",
                "standard-webhooks | v2,abc | UNKNOWN_VERSION",
                "standard-webhooks | V1,abc | UNKNOWN_VERSION",
                "standard-webhooks | abc | MALFORMED",
                "standard-webhooks | v1, | MISMATCH",
                "standard-webhooks-ed25519 | v1a,**** | MALFORMED",
                "standard-webhooks-ed25519 | v1a,AAAA | MISMATCH",
                "rfc9421 | sig1=abc | MALFORMED",
                "rfc9421 | sig1=:AAAB:, sig1=:AAAA: | MALFORMED",
                "rfc9421 | sig2=:AAAA: | MALFORMED",
                "rfc9421 | sig1=:AAAA: | MISMATCH"
            })
    void a_signature_that_is_none_is_refused_and_says_why(String scheme, String value, Why why) {
        ReceivedRequest request = signed(scheme, "id", "e", BODY);

        assertThat(verifier(scheme).verify(with(request, signatureHeader(scheme), value)))
                .isEqualTo(new Refused(why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sig1=(\"@method\");created=1772600767 | NOT_COVERED",
                "sig1=() | NOT_COVERED",
                "sig1=(\"@method\" \"@method\");created=1772600767 | MALFORMED",
                "sig1=(\"@method\";req);created=1772600767 | MALFORMED",
                "sig1=(\"@method\" | MALFORMED",
                "sig1 | MALFORMED",
                "sig1=(\"@method\"), | MALFORMED",
                "sig1=(\"@method\");created=1;created=2 | MALFORMED",
                "sig1=(\"@method\");created=\"x\" | MALFORMED"
            })
    void what_a_message_signature_covers_is_looked_at(String input, Why why) {
        ReceivedRequest request = signed("rfc9421", "id", "e", BODY);

        assertThat(verifier("rfc9421").verify(with(request, "Signature-Input", input)))
                .isEqualTo(new Refused(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://receiver.example/other?a=1", "http://receiver.example/hooks?a=1", "", "no url"})
    void another_target_is_refused_by_rfc9421(String target) {
        ReceivedRequest request = signed("rfc9421", "id", "e", BODY);

        assertThat(verifier("rfc9421")
                        .verify(new ReceivedRequest("POST", target, request.headers(), BODY))
                        .isVerified())
                .isFalse();
        assertThat(verifier("rfc9421")
                        .verify(new ReceivedRequest("PUT", request.target(), request.headers(), BODY))
                        .isVerified())
                .isFalse();
    }

    @Test
    void an_algorithm_that_does_not_fit_the_key_is_refused() {
        ReceivedRequest request = signed("rfc9421", "id", "e", BODY);
        String input = request.only("Signature-Input");

        assertThat(verifier("rfc9421")
                        .verify(with(request, "Signature-Input", input.replace("hmac-sha256", "ed25519"))))
                .isEqualTo(new Refused(Why.MISMATCH));
        assertThat(verifier("rfc9421").verify(with(request, "Signature-Input", input.replace("hmac-sha256", "none"))))
                .isEqualTo(new Refused(Why.UNKNOWN_VERSION));
    }

    @Test
    void a_digest_of_another_body_is_refused() {
        ReceivedRequest request = signed("rfc9421", "id", "e", BODY);

        assertThat(verifier("rfc9421").verify(with(request, "Content-Digest", "sha-256=:AAAA:")))
                .isEqualTo(new Refused(Why.MISMATCH));
        assertThat(verifier("rfc9421").verify(with(request, "Content-Digest", "md5=:AAAA:")))
                .isEqualTo(new Refused(Why.UNKNOWN_VERSION));
    }

    @Test
    void rfc9421_signs_with_ed25519_where_there_is_a_private_key() {
        SigningKeys keys =
                new SigningKeys(List.of(SECRET), Ed25519Keys.privateKey(SchemeRequests.PRIVATE_KEY), "key-1");
        ReceivedRequest request =
                signed(SignatureSchemes.named("rfc9421").orElseThrow().signer(keys), "id", "e", BODY);

        assertThat(request.only("Signature-Input")).contains("alg=\"ed25519\"", "keyid=\"key-1\"");
        assertThat(verifier("rfc9421").verify(request).isVerified()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "standard-webhooks", "rfc9421"})
    void during_a_rotation_receivers_with_either_secret_verify(String scheme) {
        SigningKeys keys = new SigningKeys(List.of(SECRET, OLD_SECRET), null, null);
        ReceivedRequest request =
                signed(SignatureSchemes.named(scheme).orElseThrow().signer(keys), "id", "e", BODY);

        for (String known : List.of(SECRET, OLD_SECRET)) {
            assertThat(WebhookVerifier.builder()
                            .scheme(scheme)
                            .secret(known)
                            .clock(Clock.fixed(SchemeRequests.NOW, ZoneOffset.UTC))
                            .build()
                            .verify(request)
                            .isVerified())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhooks-emitter", "github"})
    void schemes_with_room_for_one_signature_sign_with_the_newest_secret(String scheme) {
        SignatureScheme known = SignatureSchemes.named(scheme).orElseThrow();

        assertThat(signed(known.signer(new SigningKeys(List.of(SECRET, OLD_SECRET), null, null)), "id", "e", BODY)
                        .headers())
                .isEqualTo(signed(known.signer(SigningKeys.ofSecret(SECRET)), "id", "e", BODY)
                        .headers());
    }

    @Test
    void a_verifier_of_several_schemes_and_secrets_takes_each() {
        WebhookVerifier both = WebhookVerifier.builder()
                .scheme("github")
                .scheme("standard-webhooks")
                .secret("another")
                .secret(SECRET)
                .clock(Clock.fixed(SchemeRequests.NOW, ZoneOffset.UTC))
                .build();

        assertThat(both.verify(signed("github", "id", "e", BODY))).isEqualTo(new Verified("github", "id", "e", null));
        assertThat(both.verify(signed("standard-webhooks", "id", "e", BODY)))
                .isEqualTo(new Verified("standard-webhooks", "id", "e", SchemeRequests.NOW));
        assertThat(both.verify(Map.of(), BODY)).isEqualTo(new Refused(Why.MISSING_HEADER));
        assertThat(both.verify(Map.of("webhook-id", List.of("id")), BODY)).isEqualTo(new Refused(Why.MISSING_HEADER));
    }

    @Test
    void the_tolerance_is_as_told() {
        ReceivedRequest request = signed("stripe", "id", "e", BODY);
        WebhookVerifier.Builder builder = WebhookVerifier.builder()
                .scheme("stripe")
                .secret(SECRET)
                .clock(Clock.fixed(SchemeRequests.NOW.plusSeconds(10), ZoneOffset.UTC));

        assertThat(builder.tolerance(Duration.ofSeconds(10))
                        .build()
                        .verify(request)
                        .isVerified())
                .isTrue();
        assertThat(builder.tolerance(Duration.ofSeconds(9)).build().verify(request))
                .isEqualTo(new Refused(Why.TOO_OLD));
        assertThat(builder.tolerance(Duration.ofDays(365)).build().verify(request))
                .isInstanceOf(Verified.class);
        assertThatThrownBy(() -> builder.tolerance(Duration.ofDays(366))).hasMessageContaining("365 days");
        assertThatThrownBy(() -> builder.tolerance(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("365 days");
        assertThatThrownBy(() -> builder.tolerance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_verifier_without_a_key_is_not_made() {
        for (String scheme : SchemeRequests.SCHEMES) {
            assertThatThrownBy(() -> WebhookVerifier.builder().scheme(scheme).build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> WebhookVerifier.builder().secret("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> WebhookVerifier.builder().secret(null)).hasMessageContaining("empty");
        assertThatThrownBy(() -> WebhookVerifier.builder().scheme("nosuch")).hasMessageContaining("stripe");
    }

    @Test
    void a_scheme_of_the_users_own_that_throws_refuses() {
        WebhookVerifier verifier = WebhookVerifier.builder()
                .scheme(new SignatureScheme() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public Signer signer(SigningKeys keys) {
                        return request -> List.of();
                    }

                    @Override
                    public Verifier verifier(VerifyingKeys keys) {
                        return (request, now) -> {
                            throw new IllegalStateException("broken");
                        };
                    }
                })
                .build();

        assertThat(verifier.verify(Map.of(), BODY)).isEqualTo(new Refused(Why.SCHEME_FAILED));
    }

    @Test
    void nothing_that_may_be_printed_shows_a_key() {
        WebhookVerifier verifier = verifier("standard-webhooks");

        assertThat(List.of(
                        verifier.toString(),
                        SchemeRequests.keys("standard-webhooks-ed25519").toString(),
                        new VerifyingKeys(List.of(SECRET), List.of(), "Webhooks").toString()))
                .noneMatch(text -> text.contains(SECRET.substring(6)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard-webhooks", "standard-webhooks-ed25519"})
    void an_id_with_a_dot_is_refused_where_it_could_be_another_id(String scheme) {
        ReceivedRequest signed = signed(scheme, "a", "e", "1772600767.{}".getBytes(StandardCharsets.UTF_8));
        ReceivedRequest shifted =
                with(with(signed, "webhook-id", "a.1772600767"), "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(verifier(scheme).verify(signed).isVerified()).isTrue();
        assertThat(verifier(scheme).verify(shifted)).isEqualTo(new Refused(Why.MALFORMED));
    }

    @ParameterizedTest
    @CsvSource({
        "standard-webhooks, v1,",
        "standard-webhooks-ed25519, v1a,",
    })
    void rubbish_beside_a_good_value_does_not_spoil_it(String scheme, String version) {
        ReceivedRequest request = signed(scheme, "id", "e", BODY);
        String good = request.only("webhook-signature");

        for (String rubbish : List.of(version + ",****", version + ",AAAA", version + ",", "rubbish", "")) {
            for (String value : List.of(rubbish + ' ' + good, good + ' ' + rubbish)) {
                assertThat(verifier(scheme)
                                .verify(with(request, "webhook-signature", value))
                                .isVerified())
                        .as(value)
                        .isTrue();
            }
        }
    }

    @Test
    void keys_with_an_empty_secret_are_none() {
        for (String empty : List.of("", " ", "\n")) {
            assertThatThrownBy(() -> new VerifyingKeys(List.of(SECRET, empty), List.of(), "Webhooks"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("empty");
        }
    }
}
