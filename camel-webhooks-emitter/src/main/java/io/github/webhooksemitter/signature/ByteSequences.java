package io.github.webhooksemitter.signature;

import io.github.webhooksemitter.signature.Verification.Why;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dictionary of byte sequences, {@code sig1=:AQI=:, sig2=:AwQ=:} (RFC 9651, sections 3.2 and 3.3.5), without parameters. */
final class ByteSequences {
    private static final Pattern MEMBER = Pattern.compile("([a-z*][a-z0-9_.*-]*+)=:([A-Za-z0-9+/=]*+):");

    private ByteSequences() {}

    static Map<String, byte[]> of(String header) throws NotVerified {
        Map<String, byte[]> members = new LinkedHashMap<>();
        for (String member : header.split(",", -1)) {
            Matcher matcher = MEMBER.matcher(member.strip());
            // The RFC lets the last of two with one name win; whoever repeats one here has no honest reason.
            if (!matcher.matches() || members.put(matcher.group(1), Received.base64(matcher.group(2))) != null) {
                throw new NotVerified(Why.MALFORMED);
            }
        }
        return members;
    }
}
