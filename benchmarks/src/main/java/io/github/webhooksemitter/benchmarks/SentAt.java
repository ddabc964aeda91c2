package io.github.webhooksemitter.benchmarks;

/** A delivery id that tells when its event was sent; as long as a UUID, so that the request is the usual one. */
final class SentAt {
    private static final String PREFIX = "sent-at-000000000000";
    private static final int LENGTH = 36;

    private SentAt() {}

    static String deliveryId(long clockMicros) {
        String id = PREFIX + clockMicros;
        if (id.length() != LENGTH) {
            throw new IllegalArgumentException("the clock is out of the years that have 16 digits");
        }
        return id;
    }

    static long clockMicros(String deliveryId) {
        return Long.parseLong(deliveryId.substring(PREFIX.length()));
    }
}
