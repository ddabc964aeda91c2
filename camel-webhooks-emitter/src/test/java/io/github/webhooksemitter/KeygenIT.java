package io.github.webhooksemitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The jar as it is built is a command, without anything else on the classpath. */
class KeygenIT {
    @Test
    void the_jar_makes_keys() throws Exception {
        assertThat(run("keygen")).matches("secret: whsec_[A-Za-z0-9+/]{43}=\\R");
        assertThat(run("keygen", "ed25519")).contains("privateKey: whsk_", "publicKey: whpk_", "BEGIN PRIVATE KEY");
        assertThat(run("keygen", "rsa")).contains("keygen [secret | ed25519]");
    }

    private static String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(file ->
                            file.getFileName().toString().matches("camel-webhooks-emitter-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
