package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Receiver;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

/** Options with names of their own below a prefix, given once for every emitter. */
class ComponentHeadersTest {
    @Test
    void headers_of_the_component_are_sent_by_every_emitter() throws Exception {
        try (Receiver receiver = Receiver.start()) {
            Main main = new Main();
            main.addInitialProperty("camel.component.webhooks-emitter.allowedNetworks", "loopback");
            main.addInitialProperty("camel.component.webhooks-emitter.header[X-Tenant]", "acme");
            main.addInitialProperty("camel.component.webhooks-emitter.secretHeader[Authorization]", "Bearer a+b%&=");
            main.start();

            main.getCamelContext()
                    .createFluentProducerTemplate()
                    .to("webhooks-emitter:any?event=e&waitForDelivery=true&url=RAW(" + receiver.url()
                            + ")&header.X-Own=1")
                    .withBody("{}")
                    .send();
            main.stop();

            assertThat(receiver.requests()).singleElement().satisfies(request -> {
                assertThat(request.header("X-Tenant")).isEqualTo("acme");
                assertThat(request.header("Authorization")).isEqualTo("Bearer a+b%&=");
                assertThat(request.header("X-Own")).isEqualTo("1");
            });
        }
    }
}
