package io.github.webhooksemitter.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.SignatureVectors;
import io.github.webhooksemitter.testing.SignatureVectors.Vector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The default scheme against signatures of the original library, those that no URI and no JSON body can make included. */
class WebhooksEmitterSchemeTest {
    static List<Vector> vectors() {
        return SignatureVectors.all();
    }

    static Stream<Vector> vectorsWithSecretsOfText() {
        return vectors().stream()
                .filter(vector -> Arrays.equals(vector.secret(), text(vector).getBytes(StandardCharsets.UTF_8)));
    }

    /** No verifier takes an empty one. */
    static Stream<Vector> vectorsWithSecrets() {
        return vectorsWithSecretsOfText().filter(vector -> vector.secret().length > 0);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void digests_and_encodes_any_bytes_as_the_original(Vector vector) {
        byte[] digest = new HmacSha256(vector.secret()).of(vector.body());

        assertThat("sha256:" + Base32Hex.encode(digest)).isEqualTo(vector.signature());
    }

    @ParameterizedTest
    @MethodSource("vectorsWithSecretsOfText")
    void signs_with_the_text_of_the_secret_as_the_original(Vector vector) {
        List<SignedHeader> headers = new WebhooksEmitterScheme()
                .signer(SigningKeys.ofSecret(text(vector)))
                .sign(request(vector.body()));

        assertThat(headers)
                .containsExactly(
                        new SignedHeader("X-Webhooks-Event", "invoice.paid"),
                        new SignedHeader("X-Webhooks-Delivery", "id-1"),
                        new SignedHeader("X-Webhooks-Signature", vector.signature()));
    }

    @ParameterizedTest
    @MethodSource("vectorsWithSecrets")
    void verifies_what_the_original_signed(Vector vector) {
        WebhookVerifier verifier =
                WebhookVerifier.builder().secret(text(vector)).build();
        Map<String, List<String>> headers = Map.of("X-Webhooks-Signature", List.of(vector.signature()));

        assertThat(verifier.verify(headers, vector.body()).isVerified()).isTrue();
    }

    @Test
    void the_vectors_are_there() {
        assertThat(vectors()).hasSize(9);
        assertThat(vectorsWithSecretsOfText()).hasSize(8);
        assertThat(vectorsWithSecrets()).hasSize(7);
    }

    private static String text(Vector vector) {
        return new String(vector.secret(), StandardCharsets.UTF_8);
    }

    private static UnsignedRequest request(byte[] body) {
        return new UnsignedRequest(
                "Webhooks",
                "id-1",
                "invoice.paid",
                Instant.EPOCH,
                "POST",
                URI.create("https://receiver.example/hooks"),
                List.of(new SignedHeader("Content-Type", "application/json")),
                body);
    }
}
