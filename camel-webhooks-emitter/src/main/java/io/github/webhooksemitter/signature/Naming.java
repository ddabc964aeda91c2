package io.github.webhooksemitter.signature;

import java.util.List;

/** {@code X-{Id}-Event} and {@code X-{Id}-Delivery}: for schemes that do not name event and delivery themselves. */
final class Naming {
    private Naming() {}

    static String event(String headerIdentifier) {
        return "X-" + headerIdentifier + "-Event";
    }

    static String delivery(String headerIdentifier) {
        return "X-" + headerIdentifier + "-Delivery";
    }

    static List<SignedHeader> headers(UnsignedRequest request) {
        return List.of(
                new SignedHeader(event(request.headerIdentifier()), request.event()),
                new SignedHeader(delivery(request.headerIdentifier()), request.deliveryId()));
    }
}
