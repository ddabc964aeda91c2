package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.webhooksemitter.artemis.ArtemisPool;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/**
 * What one would write by hand for deliveries that survive a crash: JMS and an HttpClient, without Camel. A queue, a
 * transacted session and a thread for each emitter; what is posted is committed, and a send returns when it is on disk.
 */
record QueueByHand(ArtemisPool broker, Poster poster, Target target, Map<String, Object> event) implements Load {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DELIVERY_ID = "deliveryId";

    static QueueByHand start(Target target) throws IOException {
        return new QueueByHand(
                FreshBroker.start(),
                Poster.of(target.emitters()),
                target,
                Event.ofBytes(target.traffic().payload()));
    }

    @Override
    public void attach() {
        for (int emitter = 0; emitter < target.emitters(); emitter++) {
            int number = emitter;
            Thread consumer = new Thread(() -> consume(number), "consumer");
            consumer.setDaemon(true);
            consumer.start();
        }
    }

    private static String queue(int emitter) {
        return "webhooks.emitter-" + emitter;
    }

    private void consume(int emitter) {
        Signer signer = target.traffic().scheme().signer();
        try (Connection connection = broker.getInOrderConnectionFactory().createConnection();
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue(emitter)))) {
            connection.start();
            while (true) {
                BytesMessage message = (BytesMessage) consumer.receive();
                byte[] body = message.getBody(byte[].class);
                poster.post(
                        target.url(emitter), new SignedRequest(body, message.getStringProperty(DELIVERY_ID), signer));
                session.commit();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void send(int deliveries) throws Exception {
        Threads.run("feeder", target.emitters(), emitter -> feed(emitter, target.share(emitter, deliveries)));
    }

    private void feed(int emitter, int deliveries) throws JMSException, IOException {
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(queue(emitter)))) {
            for (int i = 0; i < deliveries; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(MAPPER.writeValueAsBytes(event));
                message.setStringProperty(DELIVERY_ID, UUID.randomUUID().toString());
                producer.send(message);
            }
        }
    }

    @Override
    public Percentiles pace(int perSecond, int deliveries) {
        throw new UnsupportedOperationException("only its rate is measured");
    }
}
