package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.signature.Verification;
import io.github.webhooksemitter.signature.WebhookVerifier;
import io.github.webhooksemitter.testing.Camel;
import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import io.github.webhooksemitter.testing.Receiver.Received;
import io.github.webhooksemitter.testing.Stage;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of signatures, through the door: schemes together, forms of keys, rotation while running. */
class SignatureOptionsTest {
    private static final String CANARY = "canary0c1";
    private static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String PRIVATE_KEY = "whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=";
    private static final String PUBLIC_KEY = "whpk_JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";

    @RegisterExtension
    final Stage stage = new Stage();

    @TempDir
    Path folder;

    private Received sent(Object... options) {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, options);
        stage.emit(1);
        return receiver.await(1).get(0);
    }

    private static Verification verify(Received request, String scheme, String secret) {
        return WebhookVerifier.builder()
                .scheme(scheme)
                .secret(secret)
                .publicKey(PUBLIC_KEY)
                .build()
                .verify(new io.github.webhooksemitter.signature.ReceivedRequest(
                        request.method(),
                        "http://" + request.header("Host") + request.target(),
                        request.headers(),
                        request.body()));
    }

    // Schemes

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks-emitter",
                "github",
                "stripe",
                "standard-webhooks",
                "standard-webhooks-ed25519",
                "rfc9421"
            })
    void what_a_scheme_signs_arrives_and_is_verified(String scheme) {
        String privateKey = scheme.endsWith("ed25519") ? PRIVATE_KEY : null;
        Received request = sent("signature", scheme, "secret", SECRET, "privateKey", privateKey);

        assertThat(verify(request, scheme, SECRET)).isInstanceOfSatisfying(Verification.Verified.class, verified -> {
            assertThat(verified.deliveryId()).contains("d1");
            assertThat(verified.event()).contains(Stage.EVENT);
        });
        assertThat(request.headers().keySet().stream().anyMatch(name -> name.equalsIgnoreCase("X-Webhooks-Event")))
                .isEqualTo(!scheme.equals("github"));
    }

    @Test
    void several_schemes_sign_one_request() {
        Received request = sent(
                "signature",
                "webhooks-emitter, github,stripe,standard-webhooks,standard-webhooks-ed25519,rfc9421",
                "secret",
                SECRET,
                "privateKey",
                PRIVATE_KEY);

        for (String scheme : List.of(
                "webhooks-emitter", "github", "stripe", "standard-webhooks", "standard-webhooks-ed25519", "rfc9421")) {
            assertThat(verify(request, scheme, SECRET).isVerified()).as(scheme).isTrue();
        }
        assertThat(request.headers().get("webhook-signature")).hasSize(1);
        assertThat(request.header("webhook-signature")).matches("v1,\\S+ v1a,\\S+");
        assertThat(request.headers().get("X-Webhooks-Event")).hasSize(1);
    }

    @Test
    void a_bean_signs_beside_another_scheme() {
        stage.context().getRegistry().bind("mine", new Mine("X-Mine", Set.of("X-Mine")));

        Received request = sent("signature", List.of("#bean:mine", "github"), "secret", SECRET);

        assertThat(request.header("X-Mine")).isEqualTo("1");
        assertThat(verify(request, "github", SECRET).isVerified()).isTrue();
    }

    @Test
    void schemes_that_want_the_same_header_are_refused_by_name() {
        stage.context().getRegistry().bind("mine", new Mine("stripe-signature", Set.of("stripe-signature")));

        assertThat(refusal("signature", "stripe,#bean:mine", "secret", "s"))
                .contains("signature", "stripe and mine", "tripe-", "keep one");
        assertThat(refusal("signature", "github,github", "secret", "s")).contains("github twice");
        assertThat(refusal("signature", "github,nosuch", "secret", "s")).contains("'nosuch'", "rfc9421");
    }

    @Test
    void a_header_that_two_schemes_make_and_did_not_name_fails_the_attempt() {
        stage.context().getRegistry().bind("mine", new Mine("Stripe-Signature", Set.of()));
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "signature", "stripe,#bean:mine", "secret", "s", "maxAttempts", 1);
        stage.emit(1);

        org.awaitility.Awaitility.await().until(() -> !stage.logged().isEmpty());
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_configured_header_that_a_scheme_sends_is_refused() {
        assertThat(refusal("signature", "standard-webhooks", "secret", "s", "header.Webhook-ID", "1"))
                .contains("header.Webhook-ID");
        assertThat(refusal("signature", "stripe", "secret", "s", "secretHeader.stripe-signature", CANARY))
                .contains("secretHeader.stripe-signature");
        for (String envelope : List.of("cloudevents-binary", "none")) {
            assertThat(refusal("envelope", envelope, "header.ce-id", "1")).contains("header.ce-id");
        }
    }

    @Test
    void a_header_of_a_scheme_that_is_not_on_may_be_configured() {
        assertThat(sent("header.webhook-id", "mine", "header.ce-tenant", "t", "envelope", "cloudevents-binary")
                        .header("webhook-id"))
                .isEqualTo("mine");
    }

    private record Mine(String header, Set<String> named) implements SignatureScheme {
        @Override
        public String name() {
            return "mine";
        }

        @Override
        public Set<String> headers(String headerIdentifier) {
            return named;
        }

        @Override
        public Signer signer(SigningKeys keys) {
            return request -> List.of(new SignedHeader(header, "1"));
        }
    }

    // Keys

    private String refusal(Object... options) {
        stage.start();
        Throwable failure = catchThrowable(() -> stage.attach("http://receiver.example/", options));
        assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain(CANARY).endsWith(".").doesNotContain("\n");
        return failure.getMessage();
    }

    static Stream<Arguments> wrongKeys() {
        String canary64 =
                java.util.Base64.getEncoder().encodeToString(CANARY.repeat(3).getBytes());
        return Stream.of(
                wrong("Option secret", "signature=standard-webhooks"),
                wrong("Option secret", "signature=stripe"),
                wrong("privateKey or secret", "signature=rfc9421"),
                wrong("Option privateKey", "signature=standard-webhooks-ed25519;secret=" + SECRET),
                wrong("24 to 64 bytes", "signature=standard-webhooks;secret=whsec_" + CANARY),
                wrong("24 to 64 bytes", "signature=standard-webhooks;secret=whsec_"),
                wrong("24 to 64 bytes", "signature=rfc9421;secret=whsec_" + canary64.substring(0, 28)),
                wrong("24 to 64 bytes", "signature=rfc9421;secret=whsec_" + canary64.repeat(3)),
                wrong("24 to 64 bytes", "signature=standard-webhooks;secret=s;previousSecrets=whsec_" + CANARY),
                wrong("privateKey", "signature=standard-webhooks;secret=" + PRIVATE_KEY),
                wrong("privateKey", "signature=standard-webhooks;secret=" + PUBLIC_KEY),
                wrong("whsk_", "signature=rfc9421;privateKey=" + CANARY),
                wrong("whsk_", "signature=rfc9421;privateKey=whsk_" + canary64),
                wrong("whsk_", "signature=rfc9421;privateKey=whsk_!!" + CANARY),
                wrong("whsk_", "signature=rfc9421;privateKey=" + PUBLIC_KEY),
                wrong("whsk_", "signature=rfc9421;privateKey=-----BEGIN PRIVATE KEY-----" + canary64),
                wrong(
                        "whsk_",
                        "signature=rfc9421;privateKey=-----BEGIN PRIVATE KEY-----" + canary64
                                + "-----END PRIVATE KEY-----"),
                // A seed glued to the public key of another one.
                wrong(
                        "whsk_",
                        "signature=rfc9421;privateKey=whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcXXWpgBgrELC1D+FMqu+qYg"
                                + "e4XC9qmKYyWvAho9xwdRGg=="),
                wrong("privateKey", "signature=stripe;secret=" + PRIVATE_KEY),
                wrong("privateKey", "signature=github;secret=" + PUBLIC_KEY),
                wrong("privateKey", "secret=-----BEGIN PRIVATE KEY-----" + CANARY),
                wrong("standard-webhooks-ed25519 or rfc9421", "privateKey=" + PRIVATE_KEY),
                wrong("standard-webhooks-ed25519 or rfc9421", "signature=stripe;secret=s;privateKey=" + CANARY),
                wrong("Option keyId is not used", "secret=s;keyId=k"),
                wrong(
                        "Option keyId is not used",
                        "signature=standard-webhooks-ed25519;keyId=k;privateKey=" + PRIVATE_KEY),
                wrong("previousSecrets needs", "previousSecrets=old"),
                wrong("1 to 10 secrets", "secret=s;previousSecrets=a,,b"),
                wrong("1 to 10 secrets", "secret=s;previousSecrets=1,2,3,4,5,6,7,8,9,10,11"),
                wrong("keyId", "signature=rfc9421;secret=s;keyId=a\"b"),
                wrong("cloudevents-binary", "envelope=cloudevents"),
                wrong("#bean:name", "signature=a,,b"),
                wrong("privateKey", "signature=rfc9421;privateKey=#bean:nosuch"));
    }

    private static Arguments wrong(String says, String options) {
        return Arguments.of(says, options);
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void a_key_of_a_wrong_form_is_refused_and_told_which_is_wanted(String says, String options) {
        Map<String, Object> byName = new LinkedHashMap<>();
        for (String option : options.split(";")) {
            byName.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        Object[] flat = byName.entrySet().stream()
                .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                .toArray();

        assertThat(refusal(flat)).contains(says).doesNotContain("BEGIN PRIVATE KEY-----Y2");
    }

    @Test
    void a_private_key_of_the_component_is_for_the_emitters_whose_scheme_takes_one() {
        stage.component().getConfiguration().setPrivateKey(PRIVATE_KEY);
        stage.component().getConfiguration().setKeyId("k");

        assertThat(verify(sent("signature", "github", "secret", "s"), "github", "s")
                        .isVerified())
                .isTrue();
        stage.component().update(stage.id(), Map.of("signature", "rfc9421"));
        assertThat(catchThrowable(() ->
                        stage.component().update(stage.id(), Map.of("signature", "github", "privateKey", PRIVATE_KEY))))
                .hasMessageContaining("privateKey");
    }

    @Test
    void a_key_that_only_a_bean_may_use_is_taken() {
        stage.context().getRegistry().bind("mine", new Mine("X-Mine", Set.of("X-Mine")));

        assertThat(sent("signature", "#bean:mine", "privateKey", PRIVATE_KEY, "keyId", "k")
                        .header("X-Mine"))
                .isEqualTo("1");
    }

    // Delivery ids

    @ParameterizedTest
    @ValueSource(strings = {"standard-webhooks", "github,standard-webhooks-ed25519"})
    void a_delivery_id_that_a_scheme_cannot_sign_is_not_accepted(String signature) {
        Receiver receiver = stage.receiver();
        Object[] key = signature.endsWith("ed25519")
                ? new Object[] {"privateKey", PRIVATE_KEY}
                : new Object[] {"secret", SECRET};
        stage.start()
                .component()
                .attach(
                        stage.id(),
                        Stage.EVENT,
                        Stage.config(
                                receiver.url(), "signature", signature, key[0], key[1], "deadLetter", "seda:letters"));

        for (String uri : List.of(stage.uri(), "webhooks-emitter:*")) {
            assertThat(stage.send(uri, "a.1").getException())
                    .hasMessageContainingAll("CamelWebhooksEmitterDeliveryId", "a.1", "without dots");
        }
        stage.emit(1);

        assertThat(receiver.await(1)).hasSize(1);
        assertThat(stage.status().dead()).isZero();
    }

    @Test
    void a_delivery_id_with_a_dot_is_fine_where_it_is_not_signed_or_signed_by_itself() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "signature", "github,stripe,rfc9421", "secret", SECRET);
        stage.emit(stage.uri(), "a.1");

        assertThat(verify(receiver.await(1).get(0), "rfc9421", SECRET))
                .isInstanceOfSatisfying(Verification.Verified.class, verified -> assertThat(verified.deliveryId())
                        .contains("a.1"));
    }

    // What is sent is signed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://[::ffff:127.0.0.1]:0PORT/hooks?a=%2f",
                "http://LocalHost.:PORT/hooks",
                "HTTP://127.0.0.1:PORT?a=1",
                "http://localhost:PORT"
            })
    void the_url_is_signed_as_it_is_sent(String url) {
        Receiver receiver = stage.receiver();
        String port = receiver.url().replaceAll(".*:(\\d+).*", "$1");
        stage.start().attach(url.replace("PORT", port), "signature", "rfc9421", "secret", SECRET);
        stage.emit(1);

        assertThat(verify(receiver.await(1).get(0), "rfc9421", SECRET).isVerified())
                .isTrue();
    }

    @Test
    void a_listed_secret_with_a_comma_is_refused() {
        assertThat(catchThrowable(() -> Stage.config("http://r.example/", "previousSecrets", List.of("a," + CANARY))))
                .hasMessageContaining("previousSecrets")
                .hasMessageNotContaining(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                PRIVATE_KEY,
                "whsk_n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcUmtAuPk//z2JcRL368WCsjLb1yUX0IL+g8+zDdzkPRuw==",
                "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
                        + "-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\\n"
                        + "-----END PRIVATE KEY-----\\n"
            })
    void each_form_of_a_private_key_is_taken(String key) {
        Received request = sent("signature", "standard-webhooks-ed25519", "privateKey", key);

        assertThat(verify(request, "standard-webhooks-ed25519", "-").isVerified())
                .isTrue();
    }

    @Test
    void a_private_key_may_be_a_bean() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        stage.context().getRegistry().bind("pair", pair);
        stage.context().getRegistry().bind("key", pair.getPrivate());
        stage.context()
                .getRegistry()
                .bind(
                        "rsa",
                        KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate());

        Receiver receiver = stage.receiver();
        stage.start();
        for (String bean : List.of("pair", "key")) {
            stage.component()
                    .attach(
                            bean,
                            "e",
                            Stage.config(receiver.url(), "signature", "rfc9421", "privateKey", "#bean:" + bean));
        }
        stage.component().emit("e", "{}");

        for (Received request : receiver.await(2)) {
            assertThat(WebhookVerifier.builder()
                            .scheme("rfc9421")
                            .publicKey(pair.getPublic())
                            .build()
                            .verify(new io.github.webhooksemitter.signature.ReceivedRequest(
                                    "POST", receiver.url(), request.headers(), request.body()))
                            .isVerified())
                    .isTrue();
        }
        assertThat(refusal("signature", "rfc9421", "privateKey", "#bean:rsa")).contains("none of Ed25519");
    }

    @Test
    void a_private_key_may_be_in_a_key_store() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(Arrays.asList(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "Ed25519",
                        "-alias",
                        "hooks",
                        "-dname",
                        "CN=hooks",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        CANARY))
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setType("PKCS12");
        store.setPassword(CANARY);
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(CANARY);
        KeyStoreParameters wrong = new KeyStoreParameters();
        wrong.setResource("file:" + file);
        wrong.setType("PKCS12");
        wrong.setPassword(CANARY + "x");
        stage.context().getRegistry().bind("store", store);
        stage.context().getRegistry().bind("keys", keys);
        stage.context().getRegistry().bind("wrong", wrong);
        Receiver receiver = stage.receiver();
        stage.start();
        for (String bean : List.of("store", "keys")) {
            stage.component()
                    .attach(
                            bean,
                            "e",
                            Stage.config(
                                    receiver.url(),
                                    "signature",
                                    "standard-webhooks-ed25519",
                                    "privateKey",
                                    "#bean:" + bean));
        }
        stage.component().emit("e", "{}");

        for (Received request : receiver.await(2)) {
            assertThat(WebhookVerifier.builder()
                            .scheme("standard-webhooks-ed25519")
                            .publicKey(store.createKeyStore()
                                    .getCertificate("hooks")
                                    .getPublicKey())
                            .build()
                            .verify(request.headers(), request.body())
                            .isVerified())
                    .isTrue();
        }
        assertThat(refusal("signature", "rfc9421", "privateKey", "#bean:wrong")).contains("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhooks-emitter", "github"})
    void without_a_secret_the_two_schemes_that_know_it_send_unsigned(String scheme) {
        assertThat(sent("signature", scheme).headers().keySet()).noneMatch(name -> name.contains("ignature"));
    }

    // Rotation

    @ParameterizedTest
    @ValueSource(strings = {"webhooks-emitter", "github"})
    void a_scheme_with_room_for_one_signature_signs_with_the_secret_and_no_previous_one(String scheme) {
        Received request = sent("signature", scheme, "secret", "newest", "previousSecrets", "older,oldest");

        assertThat(verify(request, scheme, "newest").isVerified()).isTrue();
        assertThat(verify(request, scheme, "older").isVerified()).isFalse();
    }

    @Test
    void an_update_of_the_secret_needs_no_restart_and_loses_nothing() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "signature", "standard-webhooks", "secret", "first", "queueSize", 5000);
        stage.emit(stage.uri(), 1, 300);
        stage.component().update(stage.id(), Map.of("secret", "second", "previousSecrets", "first"));
        stage.emit(stage.uri(), 301, 600);
        stage.operate("update", "{\"secret\":\"third\",\"previousSecrets\":[\"second\",\"first\"]}");
        stage.emit(stage.uri(), 601, 900);

        List<Received> requests = receiver.await(900);
        assertThat(Stage.idsOf(receiver)).containsExactlyElementsOf(Stage.ids(1, 900));
        for (Received request : requests) {
            assertThat(verify(request, "standard-webhooks", "first").isVerified())
                    .isTrue();
        }
        assertThat(verify(requests.get(899), "standard-webhooks", "third").isVerified())
                .isTrue();
        assertThat(requests.get(899).header("webhook-signature").split(" ")).hasSize(3);
    }

    @Test
    void a_wrong_secret_in_an_update_changes_nothing() {
        Receiver receiver = stage.receiver();
        stage.start().attach(receiver, "signature", "standard-webhooks", "secret", "first");

        assertThat(catchThrowable(() -> stage.operate("update", "{\"secret\":\"whsec_" + CANARY + "\"}")))
                .rootCause()
                .hasMessageContaining("24 to 64")
                .hasMessageNotContaining(CANARY);
        stage.emit(1);
        assertThat(verify(receiver.await(1).get(0), "standard-webhooks", "first")
                        .isVerified())
                .isTrue();
    }

    @Test
    void keys_come_from_placeholders() throws Exception {
        try (Receiver receiver = Receiver.start();
                Camel camel = Camel.start()) {
            camel.context().getPropertiesComponent().addInitialProperty("the.secret", SECRET);
            camel.context().getPropertiesComponent().addInitialProperty("the.previous", "p+%&1,p 2");
            camel.context().getPropertiesComponent().addInitialProperty("the.key", PRIVATE_KEY);
            Contexts.yaml(camel.context(), """
                    - from:
                        uri: direct:in
                        steps:
                        - to:
                            uri: webhooks-emitter:shop
                            parameters:
                              url: %s
                              event: e
                              signature: standard-webhooks,standard-webhooks-ed25519
                              secret: "{{the.secret}}"
                              previousSecrets: "{{the.previous}}"
                              privateKey: "{{the.key}}"
                    """.formatted(receiver.url()));
            camel.emit("direct:in", "{}");

            Received request = receiver.await(1).get(0);
            for (String secret : List.of(SECRET, "p+%&1", "p 2")) {
                assertThat(verify(request, "standard-webhooks", secret).isVerified())
                        .isTrue();
            }
            assertThat(verify(request, "standard-webhooks-ed25519", "-").isVerified())
                    .isTrue();
        }
    }

    @Test
    void a_reload_of_the_routes_brings_the_new_secret_of_a_placeholder() throws Exception {
        try (Receiver receiver = Receiver.start();
                Camel camel = Camel.start()) {
            camel.context().getPropertiesComponent().addInitialProperty("the.secret", "first");
            Contexts.route(
                    camel.context(),
                    "direct:in",
                    "webhooks-emitter:shop?event=e&signature=standard-webhooks&secret=RAW({{the.secret}})&url="
                            + receiver.url());
            camel.emit("direct:in", "{}");
            receiver.await(1);
            camel.context().getPropertiesComponent().addOverrideProperty("the.secret", "second");
            camel.context().getRouteController().reloadAllRoutes();
            camel.emit("direct:in", "{}");

            List<Received> requests = receiver.await(2);
            assertThat(verify(requests.get(0), "standard-webhooks", "first").isVerified())
                    .isTrue();
            assertThat(verify(requests.get(1), "standard-webhooks", "second").isVerified())
                    .isTrue();
        }
    }

    @Test
    void each_attempt_is_signed_anew_with_its_own_time() {
        Receiver receiver = stage.receiver().answering(503, 503, 200);
        stage.start()
                .attach(
                        receiver,
                        "signature",
                        "standard-webhooks,stripe",
                        "secret",
                        SECRET,
                        "backoffDelay",
                        "600ms",
                        "backoffJitter",
                        "0");
        stage.emit(1);

        List<Received> attempts = receiver.await(3);
        assertThat(attempts.get(2).header("webhook-id"))
                .isEqualTo(attempts.get(0).header("webhook-id"));
        assertThat(attempts.get(2).body()).isEqualTo(attempts.get(0).body());
        assertThat(Long.parseLong(attempts.get(2).header("webhook-timestamp")))
                .isGreaterThan(Long.parseLong(attempts.get(0).header("webhook-timestamp")));
        assertThat(attempts.get(2).header("Stripe-Signature"))
                .isNotEqualTo(attempts.get(0).header("Stripe-Signature"));
        assertThat(verify(attempts.get(2), "standard-webhooks", SECRET).isVerified())
                .isTrue();
    }
}
