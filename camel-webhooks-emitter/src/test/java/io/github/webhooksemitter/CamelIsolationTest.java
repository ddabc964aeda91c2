package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Contexts;
import io.github.webhooksemitter.testing.Receiver;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.apache.camel.processor.errorhandler.ExceptionPolicyStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.junit.jupiter.api.Test;

/** What a user configures in the Camel context must not reach into the way of a delivery. */
class CamelIsolationTest {
    private static String emitter(Receiver receiver) {
        return "webhooks-emitter:isolated?url=RAW(" + receiver.url() + ")&event=order.created&backoffDelay=10ms";
    }

    @Test
    void a_nameless_route_configuration_and_interceptors_see_only_the_users_own_step() throws Exception {
        AtomicInteger hijacked = new AtomicInteger();
        AtomicInteger intercepted = new AtomicInteger();
        AtomicInteger interceptedSends = new AtomicInteger();
        try (Receiver receiver = Receiver.start().answering(503, 503, 200);
                DefaultCamelContext context = Contexts.create()) {
            context.addRoutes(new RouteConfigurationBuilder() {
                @Override
                public void configuration() {
                    routeConfiguration()
                            .onException(Exception.class)
                            .handled(true)
                            .process(exchange -> hijacked.incrementAndGet());
                }
            });
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    intercept().process(exchange -> intercepted.incrementAndGet());
                    interceptSendToEndpoint("*").process(exchange -> interceptedSends.incrementAndGet());
                    from("direct:in").to(emitter(receiver));
                }
            });
            context.start();
            context.createProducerTemplate().sendBody("direct:in", "{}");

            assertThat(receiver.await(3)).hasSize(3);
            assertThat(hijacked).hasValue(0);
            assertThat(intercepted).hasValue(1);
            assertThat(interceptedSends.get()).isLessThanOrEqualTo(2);
            assertThat(context.getRoutes()).hasSize(1);
            assertThat(context.getEndpoints()).hasSize(2);
        }
    }

    @Test
    void route_filters_and_no_auto_startup_do_not_stop_deliveries() throws Exception {
        try (Receiver receiver = Receiver.start().answering(503, 503, 200);
                DefaultCamelContext context = Contexts.create()) {
            context.getCamelContextExtension()
                    .getContextPlugin(org.apache.camel.model.Model.class)
                    .setRouteFilterPattern("user*", null);
            context.setAutoStartup(false);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").routeId("user").to(emitter(receiver));
                }
            });
            context.start();
            context.getRouteController().startRoute("user");
            assertThat(context.getRouteController().getRouteStatus("user")).isEqualTo(ServiceStatus.Started);
            context.createProducerTemplate().sendBody("direct:in", "{}");

            assertThat(receiver.await(3)).hasSize(3);
        }
    }

    @Test
    void an_exception_policy_strategy_in_the_registry_does_not_touch_retries() throws Exception {
        try (Receiver receiver = Receiver.start().answering(503, 503, 200);
                DefaultCamelContext context = Contexts.create()) {
            context.getRegistry().bind("strategy", ExceptionPolicyStrategy.class, (ExceptionPolicyStrategy)
                    (policies, exchange, exception) -> {
                        throw new IllegalStateException("must not be asked");
                    });
            Contexts.route(context, "direct:in", emitter(receiver));
            context.start();
            context.createProducerTemplate().sendBody("direct:in", "{}");

            assertThat(receiver.await(3)).hasSize(3);
        }
    }

    @Test
    void a_customised_http_component_leaves_deliveries_alone() throws Exception {
        try (Receiver receiver = Receiver.start().answering(503, 200);
                DefaultCamelContext context = Contexts.create()) {
            HttpComponent http = new HttpComponent();
            http.setProxyHost("127.0.0.1");
            http.setProxyPort(1);
            http.setFollowRedirects(true);
            http.setHeaderFilterStrategy(new PassEverything());
            context.addComponent("http", http);
            context.getGlobalOptions().put("http.proxyHost", "127.0.0.1");
            context.getGlobalOptions().put("http.proxyPort", "1");
            Contexts.route(context, "direct:in", emitter(receiver));
            context.start();
            context.createProducerTemplate().sendBodyAndHeader("direct:in", "{}", "X-Mine", "private");

            assertThat(receiver.await(2))
                    .allSatisfy(request -> assertThat(request.header("X-Mine")).isNull());
        }
    }

    @Test
    void each_attempt_is_one_client_span_in_the_callers_trace() throws Exception {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build();
                Receiver receiver = Receiver.start().answering(503, 200);
                DefaultCamelContext context = Contexts.create()) {
            OpenTelemetryTracer tracer = new OpenTelemetryTracer();
            context.getRegistry().bind("tracer", Tracer.class, provider.get("test"));
            context.getRegistry()
                    .bind(
                            "propagators",
                            ContextPropagators.class,
                            ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
            tracer.setCamelContext(context);
            tracer.init(context);
            Contexts.route(context, "direct:in", emitter(receiver));
            context.start();
            context.createProducerTemplate().sendBody("direct:in", "{}");
            receiver.await(2);

            org.awaitility.Awaitility.await().until(() -> clientSpans(spans).size() == 2);
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getTraceId)
                    .containsOnly(clientSpans(spans).get(0).getTraceId());
            assertThat(receiver.requests()).allSatisfy(request -> assertThat(request.header("traceparent"))
                    .isNull());
        }
    }

    private static List<SpanData> clientSpans(InMemorySpanExporter spans) {
        return spans.getFinishedSpanItems().stream()
                .filter(span ->
                        span.getKind() == SpanKind.CLIENT || span.getName().contains("POST"))
                .toList();
    }

    private static final class PassEverything implements HeaderFilterStrategy {
        @Override
        public boolean applyFilterToCamelHeaders(String name, Object value, org.apache.camel.Exchange exchange) {
            return false;
        }

        @Override
        public boolean applyFilterToExternalHeaders(String name, Object value, org.apache.camel.Exchange exchange) {
            return false;
        }
    }
}
