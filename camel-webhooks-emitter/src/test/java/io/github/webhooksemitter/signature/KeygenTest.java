package io.github.webhooksemitter.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fresh keys that schemes take. */
class KeygenTest {
    private static String run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(Keygen.run(List.of(arguments), new PrintStream(out, true, StandardCharsets.UTF_8)))
                .isTrue();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String value(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_secret_is_32_fresh_bytes() {
        String secret = value(run("keygen"), "secret");

        assertThat(secret).startsWith("whsec_").isNotEqualTo(value(run("keygen", "secret"), "secret"));
        assertThat(Base64.getDecoder().decode(secret.substring(6))).hasSize(32);
        assertThat(run()).startsWith("secret: whsec_");
    }

    @Test
    void a_key_pair_fits_together_in_each_form() {
        String output = run("keygen", "ed25519");
        byte[] content = {1, 2, 3};
        String privatePem = output.substring(output.indexOf("-----BEGIN PRIVATE"), output.indexOf("-----BEGIN PUBLIC"));
        String publicPem = output.substring(output.indexOf("-----BEGIN PUBLIC"));

        for (String privateKey : List.of(value(output, "privateKey"), privatePem)) {
            for (String publicKey : List.of(value(output, "publicKey"), publicPem)) {
                assertThat(Ed25519.verifies(
                                Ed25519Keys.publicKey(publicKey),
                                content,
                                Ed25519.sign(Ed25519Keys.privateKey(privateKey), content)))
                        .isTrue();
            }
        }
        assertThat(run("ed25519")).isNotEqualTo(output);
    }

    @Test
    void what_it_does_not_know_it_does_not_do() {
        assertThat(Keygen.run(List.of("keygen", "rsa"), System.out)).isFalse();
        assertThat(Keygen.run(List.of("help"), System.out)).isFalse();
    }
}
