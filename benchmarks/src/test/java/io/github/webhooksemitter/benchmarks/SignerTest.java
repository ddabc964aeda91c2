package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.signature.Ed25519Keys;
import io.github.webhooksemitter.signature.SignatureSchemes;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.signature.UnsignedRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource
    void signs_as_the_component_does(Scheme scheme) {
        Map<String, String> options = scheme.options();
        List<String> secrets = options.containsKey("secret") ? List.of(options.get("secret")) : List.of();
        SigningKeys keys = new SigningKeys(
                secrets,
                options.containsKey("privateKey") ? Ed25519Keys.privateKey(options.get("privateKey")) : null,
                null);
        Map<String, String> theirs = new HashMap<>();
        theirs.put("X-Webhooks-Event", Event.NAME);
        theirs.put("X-Webhooks-Delivery", "some-id");

        scheme.signer().sign("some-id", 1_700_000_000, BODY, theirs::put);

        Map<String, String> ours = SignatureSchemes.named(options.getOrDefault("signature", "webhooks-emitter"))
                .orElseThrow()
                .signer(keys)
                .sign(new UnsignedRequest(
                        "Webhooks",
                        "some-id",
                        Event.NAME,
                        Instant.ofEpochSecond(1_700_000_000),
                        "POST",
                        URI.create("http://127.0.0.1/hooks/0"),
                        List.of(),
                        BODY))
                .stream()
                .collect(Collectors.toMap(SignedHeader::name, SignedHeader::value));
        assertThat(theirs).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1024, 20 * 1024, 200 * 1024})
    void an_event_is_as_many_bytes_of_json_as_asked_for(int bytes) throws Exception {
        assertThat(new ObjectMapper().writeValueAsBytes(Event.ofBytes(bytes))).hasSize(bytes);
    }

    @Test
    void wrk_sends_what_the_contenders_send() throws Exception {
        assertThat(new Wrk(Traffic.to(1)).script())
                .contains("wrk.method = 'POST'", "wrk.headers['X-Webhooks-Signature'] = 'sha256:", "wrk.body = [==[{");
        assertThat(Wrk.rate("Requests/sec:  84210.51\nTransfer/sec: 1MB")).isEqualTo(84210.51);
    }
}
