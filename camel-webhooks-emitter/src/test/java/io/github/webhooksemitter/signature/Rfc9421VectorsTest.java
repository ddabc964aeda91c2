package io.github.webhooksemitter.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 9421, appendix B.2, and of RFC 9530, appendices B and D. */
class Rfc9421VectorsTest {
    private static final byte[] HELLO = "{\"hello\": \"world\"}".getBytes(StandardCharsets.US_ASCII);
    private static final URI TARGET = URI.create("https://example.com/foo?param=Value&Pet=dog");

    private static final Map<String, String> MESSAGE = Map.of(
            "date", "Tue, 20 Apr 2021 02:07:55 GMT",
            "content-type", "application/json",
            "content-length", "18",
            "@method", "POST",
            "@path", TARGET.getPath(),
            "@authority", SignatureBase.authority(TARGET));

    private static final PrivateKey PRIVATE = Ed25519Keys.privateKey("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
            -----END PRIVATE KEY-----
            """);
    private static final PublicKey PUBLIC = Ed25519Keys.publicKey("""
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
            -----END PUBLIC KEY-----
            """);

    @Test
    void b_2_5_signs_with_hmac_sha256() throws Exception {
        SignatureInput input = only(
                "sig-b25=(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"");
        byte[] secret = Base64.getDecoder()
                .decode("uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==");

        byte[] signature = new HmacSha256(secret).of(SignatureBase.of(input, MESSAGE::get));

        assertThat(signature)
                .isEqualTo(ByteSequences.of("sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:")
                        .get("sig-b25"));
    }

    @Test
    void b_2_6_signs_with_ed25519() throws Exception {
        SignatureInput input = only("sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\""
                + " \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"");
        byte[] base = SignatureBase.of(input, MESSAGE::get);
        byte[] expected = ByteSequences.of(
                        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0"
                                + "w6vuQv5lIp5WPpBKRCw==:")
                .get("sig-b26");

        assertThat(Ed25519.sign(PRIVATE, base)).isEqualTo(expected);
        assertThat(Ed25519.verifies(PUBLIC, base, expected)).isTrue();
    }

    @Test
    void the_signature_base_is_that_of_the_rfc() throws Exception {
        SignatureInput made =
                SignatureInput.of(List.of("date", "@authority", "content-type"), Map.of("created", 1618884473L));

        assertThat(new String(SignatureBase.of(made, MESSAGE::get), StandardCharsets.US_ASCII))
                .isEqualTo("""
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@authority": example.com
                "content-type": application/json
                "@signature-params": ("date" "@authority" "content-type");created=1618884473""");
    }

    @Test
    void digests_are_those_of_the_rfcs() throws Exception {
        byte[] withLineFeed = "{\"hello\": \"world\"}\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(ContentDigest.of(HELLO)).isEqualTo("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
        assertThat(ContentDigest.of(withLineFeed)).isEqualTo("sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
        ContentDigest.verify(
                "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
                HELLO);
        ContentDigest.verify(
                "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:",
                withLineFeed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com/",
        "https://example.com?a=%2F, https://example.com/?a=%2F",
        "HTTPS://Example.COM:443/A%20b?, https://example.com/A%20b?",
        "http://example.com:8080/a, http://example.com:8080/a",
        "http://[2001:DB8::1]:80/, http://[2001:db8::1]/",
        "no-url, no-url"
    })
    void a_target_is_spelled_in_one_way(String given, String spelled) {
        assertThat(SignatureBase.targetUri(URI.create(given))).isEqualTo(spelled);
    }

    private static SignatureInput only(String header) throws NotVerified {
        return SignatureInput.parse(header).values().iterator().next();
    }
}
