package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.Jvm;
import io.github.webhooksemitter.testing.OneDelivery;
import io.github.webhooksemitter.testing.RawReceiver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A proxy that the JVM's system properties name, for HTTP or for every socket, is not picked up. */
class SystemProxyTest {
    @Test
    void a_proxy_of_the_system_properties_is_not_used() throws Exception {
        try (RawReceiver proxy = RawReceiver.answering();
                RawReceiver receiver = RawReceiver.answering()) {
            List<String> properties = new ArrayList<>();
            for (String kind : List.of("http.proxy", "https.proxy", "socksProxy")) {
                properties.add("-D" + kind + "Host=127.0.0.1");
                properties.add("-D" + kind + "Port=" + proxy.port());
            }
            // by default they leave this machine out
            properties.addAll(
                    List.of("-Dhttp.nonProxyHosts=", "-DsocksNonProxyHosts=", "-Djava.net.useSystemProxies=true"));

            Jvm.Ended ended = Jvm.run(properties, OneDelivery.class, receiver.url("/hooks"));

            assertThat(proxy.connections()).isZero();
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(receiver.requests()).hasSize(1);
        }
    }
}
