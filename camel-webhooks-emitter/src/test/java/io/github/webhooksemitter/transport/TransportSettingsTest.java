package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.http.HttpEndpointUriFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportSettingsTest {

    private static final NetworkPolicy LOOPBACK = NetworkPolicy.of("loopback", "1-65535");

    private final DefaultCamelContext context = new DefaultCamelContext();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "responseTimeout    | option http.responseTimeout belongs to webhooks-emitter itself: use requestTimeout",
                "soTimeout          | option http.soTimeout belongs to webhooks-emitter itself: use requestTimeout",
                "connectTimeout     | option http.connectTimeout belongs to webhooks-emitter itself: use connectTimeout",
                "userAgent          | option http.userAgent belongs to webhooks-emitter itself: use userAgent",
                "httpUri            | option http.httpUri belongs to webhooks-emitter itself: use url",
                "connectionsPerRoute| option http.connectionsPerRoute belongs to webhooks-emitter itself: use concurrency",
                "httpMethod         | option http.httpMethod belongs to webhooks-emitter itself: leave it out",
                "skipControlHeaders | option http.skipControlHeaders belongs to webhooks-emitter itself: leave it out",
                "cookieHandler      | option http.cookieHandler belongs to webhooks-emitter itself: leave it out",
                "cookieOfTomorrow   | option http.cookieOfTomorrow belongs to webhooks-emitter itself: leave it out",
                "bridgeEndpoint     | option http.bridgeEndpoint belongs to webhooks-emitter itself: leave it out",
                "followRedirects    | option http.followRedirects belongs to webhooks-emitter itself: leave it out",
                "headerFilterStrategy | option http.headerFilterStrategy belongs to webhooks-emitter itself: leave it out",
                "ignoreResponseBody | option http.ignoreResponseBody belongs to webhooks-emitter itself: leave it out",
                "clientConnectionManager | option http.clientConnectionManager belongs to webhooks-emitter itself: leave it out",
            })
    void an_option_of_ours_is_refused_by_name(String name, String message) {
        refused(Map.of(name, "s3cret"), message);
    }

    @Test
    void a_proxy_is_never_picked_up_silently() {
        refused(
                Map.of("useSystemProperties", "true"),
                "option http.useSystemProperties is not supported: a proxy is never picked up silently, so name it with"
                        + " http.proxyHost and http.proxyPort");
    }

    @ParameterizedTest
    @CsvSource({
        "foo, unknown option http.foo: use one of authBearerToken",
        "SSLContextParameters, unknown option http.SSLContextParameters: use one of",
        "multipartUpload, option http.multipartUpload is not supported: use one of",
        "authDomain, option http.authDomain is not supported: NTLM needs several requests"
    })
    void what_is_not_known_or_not_offered_is_refused(String name, String start) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.check(context, Map.of(name, "s3cret")))
                .withMessageStartingWith(start)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void every_option_of_camel_http_is_either_taken_or_refused_by_name() {
        for (String name : new HttpEndpointUriFactory().propertyNames()) {
            try {
                TransportSettings.check(context, Map.of(name, "s3cret"));
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage())
                        .startsWith("option http.")
                        .contains(": ")
                        .doesNotContain("s3cret", "\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxyHost=h",
                "proxyPort=1",
                "proxyAuthUsername=u",
                "proxyAuthScheme=http",
                "proxyHost=h,proxyPort=s3cret",
                "proxyHost=h,proxyPort=1,proxyAuthMethod=NTLM",
                "authUsername=s3cret",
                "authPassword=s3cret",
                "authMethod=Digest",
                "authMethod=Bearer",
                "authenticationPreemptive=false",
                "oauth2ClientId=s3cret,oauth2ClientSecret=s3cret",
                "oauth2Scope=s3cret",
                "sslContextParameters=#bean:s3cret",
                "sslContextParameters=s3cret",
                "x509HostnameVerifier=#s3cret"
            })
    void half_of_a_configuration_is_refused_without_its_values(String options) {
        Map<String, Object> map = new HashMap<>();
        for (String option : options.split(",")) {
            map.put(option.split("=")[0], option.split("=")[1]);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.check(context, map))
                .withMessageStartingWith("option http.")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    @Test
    void what_camel_http_does_well_is_taken() {
        context.getRegistry().bind("tls", new SSLContextParameters());
        assertThatCode(() -> TransportSettings.check(
                        context,
                        Map.of(
                                "sslContextParameters", "#tls",
                                "proxyHost", "h",
                                "proxyPort", 3128,
                                "nonProxyHosts", "*.example",
                                "authMethod", "Basic",
                                "authUsername", "u",
                                "authPassword", "p")))
                .doesNotThrowAnyException();
    }

    @Test
    void settings_are_a_value_that_shows_no_values() {
        Map<String, Object> options = new HashMap<>(Map.of("authPassword", "s3cret"));
        TransportSettings settings = new TransportSettings(Duration.ofSeconds(1), LOOPBACK, options);
        options.clear();

        assertThat(settings)
                .isEqualTo(new TransportSettings(Duration.ofSeconds(1), LOOPBACK, Map.of("authPassword", "s3cret")))
                .hasToString("TransportSettings[connectTimeout=PT1S, httpOptions=[authPassword]]");
        assertThatIllegalArgumentException().isThrownBy(() -> new TransportSettings(Duration.ZERO, LOOPBACK, Map.of()));
    }

    private void refused(Map<String, Object> options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TransportSettings.check(context, options))
                .withMessage(message);
    }
}
