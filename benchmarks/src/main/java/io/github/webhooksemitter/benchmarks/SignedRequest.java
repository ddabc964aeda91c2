package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What a user without the component has to make for each delivery: the body, its signature and a delivery id. */
record SignedRequest(byte[] body, String deliveryId, String signature) {
    static final String CONTENT_TYPE = "application/json";
    static final String EVENT_HEADER = "X-Webhooks-Event";
    static final String DELIVERY_HEADER = "X-Webhooks-Delivery";
    static final String SIGNATURE_HEADER = "X-Webhooks-Signature";

    static SignedRequest of(Object event, ObjectMapper mapper, Signer signer) throws JsonProcessingException {
        byte[] body = mapper.writeValueAsBytes(event);
        return new SignedRequest(body, UUID.randomUUID().toString(), signer.sign(body));
    }

    void eachHeader(BiConsumer<String, String> header) {
        header.accept(EVENT_HEADER, Event.NAME);
        header.accept(DELIVERY_HEADER, deliveryId);
        header.accept(SIGNATURE_HEADER, signature);
        header.accept("User-Agent", "WebHooks-Emitter/0.1.0");
        header.accept("Content-Type", CONTENT_TYPE);
    }
}
