package io.github.webhooksemitter.benchmarks;

import io.github.webhooksemitter.signature.Ed25519Keys;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignatureSchemes;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.SigningKeys;
import io.github.webhooksemitter.signature.UnsignedRequest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The headers of one attempt with 1 KB, by scheme. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignBenchmark {
    /** Name of the scheme. */
    @Param({"webhooks-emitter", "standard-webhooks", "standard-webhooks-ed25519", "github", "stripe", "rfc9421"})
    public String scheme = "";

    private final UnsignedRequest request = new UnsignedRequest(
            "Webhooks",
            "fbc7fbe7-2e9b-4911-a50f-e0452672192c",
            Event.NAME,
            Instant.ofEpochSecond(1_700_000_000),
            "POST",
            URI.create("http://127.0.0.1/hooks/0"),
            List.of(new SignedHeader("Content-Type", "application/json")),
            new byte[Traffic.KILOBYTE]);

    private SignatureScheme.Signer signer = unsigned -> List.of();

    /** Prepares the keys, as an attach does; a scheme takes those that it can use. */
    @Setup
    public void prepare() {
        String secret = Scheme.WEBHOOKS_EMITTER.options().getOrDefault("secret", "");
        String privateKey = Scheme.STANDARD_WEBHOOKS_ED25519.options().getOrDefault("privateKey", "");
        signer = SignatureSchemes.named(scheme)
                .orElseThrow()
                .signer(new SigningKeys(List.of(secret), Ed25519Keys.privateKey(privateKey), "key"));
    }

    /** Signs. */
    @Benchmark
    public List<SignedHeader> sign() {
        return signer.sign(request);
    }
}
