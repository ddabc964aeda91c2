package io.github.webhooksemitter.emitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.transport.Target;
import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

class EmitterConfigTest {
    @Test
    void a_target_whose_parts_do_not_go_together_is_read_from_its_uri() {
        Target crooked = new Target(URI.create("https://a.example/hooks"), new HttpHost("http", "b.example"), "/other");

        EmitterConfig config =
                EmitterConfig.builder().set(EmitterOption.URL, crooked).build();

        assertThat(config.given(EmitterOption.URL)).contains(Target.parse("https://a.example/hooks"));
    }
}
