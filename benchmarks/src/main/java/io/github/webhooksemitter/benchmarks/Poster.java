package io.github.webhooksemitter.benchmarks;

import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Posts signed requests with an HttpClient, as one would by hand. Thread safe. */
record Poster(CloseableHttpClient client) {
    private static final int OK = 200;

    /** @param connections at a time, all of them to one host if need be */
    static Poster of(int connections) {
        // All that the client may do beyond one request is off, as a sender of webhooks would have it.
        return new Poster(HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(connections)
                        .setMaxConnTotal(connections)
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build());
    }

    /** @throws IOException also when the receiver answers anything but 200 */
    void post(String url, SignedRequest request) throws IOException {
        HttpPost post = new HttpPost(url);
        request.eachHeader(post::setHeader);
        post.setEntity(new ByteArrayEntity(request.body(), ContentType.APPLICATION_JSON));
        int status = client.execute(post, response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
        });
        if (status != OK) {
            throw new IOException("the receiver answered " + status);
        }
    }
}
