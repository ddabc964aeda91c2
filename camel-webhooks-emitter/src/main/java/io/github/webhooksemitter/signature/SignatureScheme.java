package io.github.webhooksemitter.signature;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to sign requests. A bean of this type can be named by an emitter: {@code signature=#bean:name}.
 *
 * <p>Implementations are thread safe.
 */
public interface SignatureScheme {
    /** The name that option {@code signature} knows the scheme by. */
    String name();

    /**
     * Prepares keys once per emitter.
     *
     * @param secret the emitter's secret as it was given; null: requests go unsigned
     * @throws IllegalArgumentException if the scheme cannot use the secret; the message never shows it
     */
    Signer signer(@Nullable String secret);

    /** Makes the headers of each attempt. Thread safe. */
    @FunctionalInterface
    interface Signer {
        /** The headers that name and sign the request, in the order in which they are sent. */
        List<SignedHeader> sign(UnsignedRequest request);
    }
}
