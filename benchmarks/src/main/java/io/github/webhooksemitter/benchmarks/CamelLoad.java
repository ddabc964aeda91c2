package io.github.webhooksemitter.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Feeds the endpoints of {@link Doors} in turn from a few threads; a full queue blocks the thread that feeds it. */
final class CamelLoad implements Load {
    private final ProducerTemplate template;
    private final List<Endpoint> endpoints;
    private final int feeders;
    private final Map<String, Object> event = Event.orderCreated();

    private CamelLoad(ProducerTemplate template, List<Endpoint> endpoints, int feeders) {
        this.template = template;
        this.endpoints = endpoints;
        this.feeders = feeders;
    }

    @SuppressWarnings("resource") // the context lives until the sender's JVM is halted
    static Load start(Target target, int feeders, Doors doors) throws Exception {
        Main main = new Main();
        doors.routes().ifPresent(main.configure()::addRoutesBuilder);
        main.start();
        List<Endpoint> endpoints = IntStream.range(0, target.emitters())
                .mapToObj(emitter -> main.getCamelContext().getEndpoint(doors.uri(emitter)))
                .toList();
        return new CamelLoad(main.getCamelContext().createProducerTemplate(), endpoints, feeders);
    }

    @Override
    public void send(int deliveries) throws Exception {
        Threads.run("feeder", feeders, feeder -> feed(feeder, deliveries));
    }

    private void feed(int feeder, int deliveries) {
        for (int i = feeder; i < deliveries; i += feeders) {
            template.sendBody(endpoints.get(i % endpoints.size()), event);
        }
    }
}
