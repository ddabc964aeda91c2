package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The yardstick: a thread and a connection per emitter, and nothing but serialise, sign, post, read the reply. */
record BareLoop(CloseableHttpClient client, Target target, Map<String, Object> event) implements Load {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static BareLoop start(Target target) {
        // All that the client may do beyond one request is off, as a sender of webhooks would have it.
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(target.emitters())
                        .setMaxConnTotal(target.emitters())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        return new BareLoop(client, target, Event.ofBytes(target.traffic().payload()));
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
        int emitters = target.emitters();
        Threads.run("bare", emitters, emitter -> {
            int share = deliveries / emitters + (emitter < deliveries % emitters ? 1 : 0);
            loop(target.url(emitter), share);
        });
    }

    private void loop(String url, int deliveries) throws IOException {
        Signer signer = target.traffic().scheme().signer();
        for (int i = 0; i < deliveries; i++) {
            SignedRequest request = SignedRequest.of(event, MAPPER, signer);
            HttpPost post = new HttpPost(url);
            request.eachHeader(post::setHeader);
            post.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
            int status = client.execute(post, response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
            });
            if (status != 200) {
                throw new IOException("the receiver answered " + status);
            }
        }
    }
}
