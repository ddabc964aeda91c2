package io.github.webhooksemitter.testing;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.camel.impl.DefaultCamelContext;

/** A receiver on a random loopback port that speaks TLS, counts its requests and answers 200. */
public final class TlsReceiver implements AutoCloseable {
    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;

    private TlsReceiver(SSLContext tls, boolean clientMustShowItself) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(clientMustShowItself);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Shows these keys; whoever is to be trusted as a client must show those, if any. */
    public static TlsReceiver start(Keys own, Keys clients) {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return new TlsReceiver(Keys.tls(own, clients).createSSLContext(context), clients != null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its url by address or by name. */
    public String url(String host) {
        return "https://" + host + ":" + server.getAddress().getPort() + "/";
    }

    public int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
