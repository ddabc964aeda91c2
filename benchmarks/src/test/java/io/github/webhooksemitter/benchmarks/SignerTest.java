package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignerTest {
    @Test
    void signs_as_the_default_scheme_does() {
        byte[] body = "a".repeat(1024).getBytes(StandardCharsets.US_ASCII);

        // From the project's signature vectors; the secret is hex 733363723374.
        assertThat(new Signer("s3cr3t").sign(body))
                .isEqualTo("sha256:71uf24vfvh0f73d2u82g6gbe8h73kbdvas636tq5q2n71398tuj0");
    }

    @Test
    void the_event_is_one_kilobyte_of_json() throws Exception {
        assertThat(new ObjectMapper().writeValueAsBytes(Event.orderCreated())).hasSize(Event.JSON_BYTES);
    }
}
