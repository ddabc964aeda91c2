package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.util.List;
import java.util.function.Function;

/** The two schemes that sign the body alone write the same HMAC in different alphabets, behind different prefixes. */
record BodyHmac(String prefix, Function<byte[], String> alphabet) {
    String value(HmacSha256 hmac, byte[] body) {
        return prefix + alphabet.apply(hmac.of(body));
    }

    void verify(List<HmacSha256> hmacs, String given, byte[] body) throws NotVerified {
        if (!given.startsWith(prefix)) {
            throw new NotVerified(Why.UNKNOWN_VERSION);
        }
        boolean fits = false;
        for (HmacSha256 hmac : hmacs) {
            fits |= Received.isEqual(value(hmac, body), given);
        }
        if (!fits) {
            throw new NotVerified(Why.MISMATCH);
        }
    }
}
