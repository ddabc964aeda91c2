package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Users test their routes without a receiver, with what Camel has for that. */
class OfflineRouteTest {
    private static String emitter(Receiver receiver) {
        return "webhooks-emitter:offline?url=RAW(" + receiver.url() + ")&event=order.created";
    }

    @Test
    void mock_endpoints_and_skip_replaces_the_step() throws Exception {
        try (Receiver receiver = Receiver.start();
                DefaultCamelContext context = Contexts.create()) {
            Contexts.route(context, "direct:in", emitter(receiver), "mock:after");
            AdviceWith.adviceWith(
                    context,
                    context.getRouteDefinitions().get(0).getId(),
                    route -> route.mockEndpointsAndSkip("webhooks-emitter:*"));
            MockEndpoint mocked = context.getEndpoint("mock:webhooks-emitter:offline", MockEndpoint.class);
            mocked.expectedBodiesReceived("{}");
            MockEndpoint after = context.getEndpoint("mock:after", MockEndpoint.class);
            after.expectedMessageCount(1);
            context.start();

            context.createProducerTemplate().sendBody("direct:in", "{}");

            mocked.assertIsSatisfied();
            after.assertIsSatisfied();
            assertThat(receiver.requests()).isEmpty();
        }
    }

    @Test
    void interceptors_see_and_skip_the_step() throws Exception {
        try (Receiver receiver = Receiver.start();
                DefaultCamelContext context = Contexts.create()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    interceptSendToEndpoint("webhooks-emitter:*")
                            .skipSendToOriginalEndpoint()
                            .to("mock:instead");
                    from("direct:in").to(emitter(receiver));
                }
            });
            MockEndpoint instead = context.getEndpoint("mock:instead", MockEndpoint.class);
            instead.expectedMessageCount(1);
            context.start();

            context.createProducerTemplate().sendBody("direct:in", "{}");

            instead.assertIsSatisfied();
            assertThat(receiver.requests()).isEmpty();
        }
    }
}
