package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://a.example /",
                "https://a.example? /?",
                "https://a.example?x=1 /?x=1",
                "HTTPS://a.example:8443/a/../b//c/ /a/../b//c/",
                "http://a.example/%2e%2E/%c3%BC?a=%26&b=c+d;e /%2e%2E/%c3%BC?a=%26&b=c+d;e",
                "http://[::1]:8080/x /x",
                "http://127.0.0.1/~a!$&'()*,;=:@ /~a!$&'()*,;=:@",
            },
            quoteCharacter = '"')
    void path_and_query_stay_as_they_are(String url, String path) {
        assertThat(Target.parse(url).requestPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "https://u.example/s3cret?s3cret, https://u.example",
        "HTTP://u.example:8080/s3cret, http://u.example:8080",
        "http://[2001:db8::1]:81/s3cret, http://[2001:db8::1]:81",
        "http://[::FFFF:127.0.0.1]:81/s3cret, http://127.0.0.1:81",
        "http://[2001:db8::1.2.3.4]/s3cret, http://[2001:db8:0:0:0:0:102:304]",
        "https://PUBLIC.Example./s3cret, https://public.example",
        "https://xn--bcher-kva.example/s3cret, https://xn--bcher-kva.example"
    })
    void shows_no_more_than_scheme_host_and_port(String url, String shown) {
        assertThat(Target.parse(url)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a/s3cret",
                "s3cret",
                "//a/s3cret",
                "http:s3cret",
                "http:///s3cret",
                "https://",
                "mailto:s3cret@x",
                "http://user:s3cret@a/",
                "http://s3cret@a/",
                "http://a/#s3cret",
                "http://a/s3cret x",
                "http://a/s3cret\n",
                "http://a/s3cret\u0000",
                "http://a/s3cret\u00fc",
                "http://\u00fc.example/s3cret",
                "http://a/s3cret|",
                "http://a/{s3cret}",
                "http://a/s3cret%zz",
                "http://a/s3cret\"",
                "http://a_b/s3cret",
                "http://a:99999/s3cret",
                "http://a:0/s3cret",
                "http://a:-1/s3cret",
                "http://a:x/s3cret",
                "http://[::1/s3cret",
                "\\\\a\\s3cret",
                "http://@/s3cret",
                " http://a/s3cret",
                "javascript:s3cret"
            })
    void what_is_no_receiver_is_refused_without_showing_it(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(url))
                .withMessageStartingWith("url ")
                .withMessageNotContaining("s3cret")
                .withNoCause();
    }

    @Test
    void says_how_to_write_it() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("http://a/<b>"))
                .withMessageContaining("percent-encode");
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse("")).withMessageContaining("empty");
    }
}
