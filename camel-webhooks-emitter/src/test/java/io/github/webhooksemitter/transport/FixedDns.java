package io.github.webhooksemitter.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;

/** Answers as told; literals are themselves, and what it was not told of is unknown. */
final class FixedDns implements DnsResolver {
    private final Map<String, InetAddress[]> answers = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** From now on the name has these addresses. */
    FixedDns say(String name, String... addresses) {
        answers.put(
                name,
                Arrays.stream(addresses)
                        .map(text -> ReceiverHost.literal(text).orElseThrow())
                        .toArray(InetAddress[]::new));
        return this;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        InetAddress[] answer = answers.get(host);
        if (answer == null) {
            answer = new InetAddress[] {ReceiverHost.literal(host).orElseThrow(() -> new UnknownHostException(host))};
        }
        return answer;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
