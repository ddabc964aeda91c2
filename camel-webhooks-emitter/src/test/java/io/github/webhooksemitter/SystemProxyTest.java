package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.webhooksemitter.testing.OneDelivery;
import io.github.webhooksemitter.testing.RawReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A proxy that the JVM's system properties name, for HTTP or for every socket, is not picked up. */
class SystemProxyTest {
    @Test
    void a_proxy_of_the_system_properties_is_not_used() throws Exception {
        try (RawReceiver proxy = RawReceiver.answering();
                RawReceiver receiver = RawReceiver.answering()) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            for (String kind : List.of("http.proxy", "https.proxy", "socksProxy")) {
                command.add("-D" + kind + "Host=127.0.0.1");
                command.add("-D" + kind + "Port=" + proxy.port());
            }
            // by default they leave this machine out
            command.addAll(
                    List.of("-Dhttp.nonProxyHosts=", "-DsocksNonProxyHosts=", "-Djava.net.useSystemProxies=true"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(OneDelivery.class.getName(), receiver.url("/hooks")));

            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(proxy.connections()).isZero();
                assertThat(process.exitValue()).isZero();
                assertThat(receiver.requests()).hasSize(1);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
