package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

/** What a Camel user writes without the component: one SEDA queue and consumer per receiver, sign, post. */
final class PlainRoutes extends RouteBuilder implements Doors {
    enum Style {
        TUNED,
        NAIVE
    }

    private static final String TUNING =
            "?httpMethod=POST&ignoreResponseBody=true&skipControlHeaders=true&skipResponseHeaders=true"
                    + "&copyHeaders=false&connectionsPerRoute=2&maxTotalConnections=2";

    private final Target target;
    private final Style style;
    private final ObjectMapper mapper = new ObjectMapper();

    PlainRoutes(Target target, Style style) {
        this.target = target;
        this.style = style;
    }

    @Override
    public String uri(int emitter) {
        return "seda:emitter-" + emitter + "?size=1000&blockWhenFull=true";
    }

    @Override
    public void attach(CamelContext context) throws Exception {
        context.addRoutes(this);
    }

    @Override
    public void configure() {
        errorHandler(defaultErrorHandler()
                .maximumRedeliveries(11)
                .redeliveryDelay(1000)
                .backOffMultiplier(2)
                .useExponentialBackOff()
                .maximumRedeliveryDelay(600_000));
        for (int emitter = 0; emitter < target.emitters(); emitter++) {
            switch (style) {
                case TUNED -> from(uri(emitter)).process(sign()).to(target.url(emitter) + TUNING);
                case NAIVE ->
                    from(uri(emitter))
                            .process(sign())
                            .setHeader(Exchange.HTTP_METHOD, constant("POST"))
                            .to(target.url(emitter));
            }
        }
    }

    /** One per route, so that its signer is used by one consumer thread only. */
    private Processor sign() {
        Signer signer = target.traffic().scheme().signer();
        return exchange -> {
            Message message = exchange.getMessage();
            String given = message.getHeader(CamelLoad.DELIVERY_ID, String.class);
            String deliveryId = given == null ? UUID.randomUUID().toString() : given;
            SignedRequest request = SignedRequest.of(message.getBody(), mapper, signer, deliveryId);
            message.setBody(request.body());
            request.eachHeader(message::setHeader);
        };
    }
}
