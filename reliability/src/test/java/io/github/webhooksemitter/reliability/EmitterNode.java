package io.github.webhooksemitter.reliability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.webhooksemitter.artemis.ArtemisConnections;
import io.github.webhooksemitter.artemis.EmbeddedArtemis;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.sjms2.Sjms2Component;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A program that is to be killed: emitters with queues in a broker, its own or a shared one. Takes events by HTTP, and
 * answers 200 only when the exchange that emits has ended well.
 *
 * <p>Arguments: its name; a {@code tcp:} url or else a directory for a broker inside; url of the receiver; number of
 * emitters.
 */
final class EmitterNode {
    static final String DELIVERY_ID = "Delivery-Id";
    static final String NODE = "X-Node";
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final ProducerTemplate template;

    private EmitterNode(ProducerTemplate template) {
        this.template = template;
    }

    @SuppressWarnings("resource") // The end of this process closes all.
    public static void main(String[] arguments) throws Exception {
        ChildProcess.endWithParent();
        String broker = arguments[1];
        ConnectionFactory connections = broker.startsWith("tcp:")
                ? ArtemisConnections.to(broker)
                : new EmbeddedArtemis(Path.of(broker)).start().connectionFactory();
        DefaultCamelContext context = new DefaultCamelContext();
        Sjms2Component sjms2 = new Sjms2Component();
        sjms2.setConnectionFactory(connections);
        context.addComponent("sjms2", sjms2);
        context.addRoutes(routes(arguments[0], arguments[2], Integer.parseInt(arguments[3])));
        context.start();

        EmitterNode node = new EmitterNode(context.createProducerTemplate());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.createContext("/", node::take);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        ChildProcess.ready(String.valueOf(server.getAddress().getPort()));
    }

    private static RouteBuilder routes(String name, String receiver, int emitters) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                // It would log what the caller is told anyway.
                errorHandler(noErrorHandler());
                for (int number = 0; number < emitters; number++) {
                    from("direct:" + idOf(number))
                            .to("webhooks-emitter:" + idOf(number) + "?event=order.paid&url=" + receiver + "/hooks/"
                                    + idOf(number)
                                    + "&queue=sjms2:queue:webhooks.{emitterId}&deadLetter=" + receiver + "/letters"
                                    + "&header." + NODE + "=" + name
                                    + "&maxAttempts=3&backoffDelay=10ms&requestTimeout=" + REQUEST_TIMEOUT.toMillis()
                                    + "&allowedNetworks=loopback");
                }
            }
        };
    }

    static String idOf(int number) {
        return "e" + number;
    }

    private void take(HttpExchange http) throws IOException {
        try (http) {
            byte[] body = http.getRequestBody().readAllBytes();
            String emitter = http.getRequestURI().getPath().substring(1);
            Exchange emitted = template.send("direct:" + emitter, exchange -> {
                exchange.getMessage()
                        .setHeader(
                                "CamelWebhooksEmitterDeliveryId",
                                http.getRequestHeaders().getFirst(DELIVERY_ID));
                exchange.getMessage().setBody(body);
            });
            Exception failure = emitted.getException();
            byte[] answer =
                    failure == null ? new byte[0] : String.valueOf(failure).getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(failure == null ? 200 : 503, answer.length == 0 ? -1 : answer.length);
            http.getResponseBody().write(answer);
        }
    }
}
