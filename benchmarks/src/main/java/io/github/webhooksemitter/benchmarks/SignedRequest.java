package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What a user without the component has to make for each delivery: the body, a delivery id, and the headers. */
record SignedRequest(byte[] body, String deliveryId, Signer signer) {
    static final String CONTENT_TYPE = "application/json";
    static final String EVENT_HEADER = "X-Webhooks-Event";
    static final String DELIVERY_HEADER = "X-Webhooks-Delivery";

    static SignedRequest of(Object event, ObjectMapper mapper, Signer signer) throws JsonProcessingException {
        return of(event, mapper, signer, UUID.randomUUID().toString());
    }

    static SignedRequest of(Object event, ObjectMapper mapper, Signer signer, String deliveryId)
            throws JsonProcessingException {
        return new SignedRequest(mapper.writeValueAsBytes(event), deliveryId, signer);
    }

    void eachHeader(BiConsumer<String, String> header) {
        header.accept(EVENT_HEADER, Event.NAME);
        header.accept(DELIVERY_HEADER, deliveryId);
        signer.sign(deliveryId, System.currentTimeMillis() / 1000, body, header);
        header.accept("User-Agent", "WebHooks-Emitter/0.1.0");
        header.accept("Content-Type", CONTENT_TYPE);
    }
}
