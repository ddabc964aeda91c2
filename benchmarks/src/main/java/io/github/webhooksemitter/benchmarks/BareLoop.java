package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;

/** The yardstick: a thread and a connection per emitter, and nothing but serialise, sign, post, read the reply. */
record BareLoop(Poster poster, Target target, Map<String, Object> event) implements Load {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static BareLoop start(Target target) {
        return new BareLoop(
                Poster.of(target.emitters()),
                target,
                Event.ofBytes(target.traffic().payload()));
    }

    @Override
    public void attach() {
        // There is nothing to make: a thread is an emitter.
    }

    @Override
    public Percentiles pace(int perSecond, int deliveries) {
        throw new UnsupportedOperationException("the bare loop has no queue, and so accepts nothing");
    }

    @Override
    public void send(int deliveries) throws Exception {
        Threads.run("bare", target.emitters(), emitter -> loop(target.url(emitter), target.share(emitter, deliveries)));
    }

    private void loop(String url, int deliveries) throws IOException {
        Signer signer = target.traffic().scheme().signer();
        for (int i = 0; i < deliveries; i++) {
            poster.post(url, SignedRequest.of(event, MAPPER, signer));
        }
    }
}
