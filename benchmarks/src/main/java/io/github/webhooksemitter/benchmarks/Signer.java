package io.github.webhooksemitter.benchmarks;

import java.util.function.BiConsumer;

/** What signs for the contenders that have no component to do it. Not thread safe: it may reuse its digest. */
@FunctionalInterface
interface Signer {
    /** Gives the signature's headers, name and value, to {@code header}; none if the scheme has none. */
    void sign(String deliveryId, long epochSecond, byte[] body, BiConsumer<String, String> header);
}
