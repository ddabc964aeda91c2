package io.github.webhooksemitter.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The HMAC with MACs of different security providers. The expected value is RFC 4231, test case 2. */
class HmacSha256Test {
    private static final byte[] KEY = "Jefe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
    private static final String EXPECTED = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    @Test
    void a_mac_is_made_once_and_used_again() {
        AtomicInteger made = new AtomicInteger();
        HmacSha256 hmac = new HmacSha256(KEY, () -> {
            made.incrementAndGet();
            return Mac.getInstance("HmacSHA256");
        });

        assertThat(hex(hmac)).isEqualTo(EXPECTED);
        assertThat(hex(hmac)).isEqualTo(EXPECTED);
        assertThat(made).hasValue(1);
    }

    @Test
    void calls_that_meet_never_share_a_mac() {
        HmacSha256 hmac = new HmacSha256(KEY, () -> new Uncloneable(Mac.getInstance("HmacSHA256")));

        assertThat(IntStream.range(0, 1000).parallel().mapToObj(i -> hex(hmac)).distinct())
                .containsExactly(EXPECTED);
    }

    private static String hex(HmacSha256 hmac) {
        return HexFormat.of().formatHex(hmac.of(CONTENT));
    }

    /** As a provider has it whose MAC keeps its state in native memory, or behind a class that is no {@link Cloneable}. */
    private static final class Uncloneable extends Mac {
        Uncloneable(Mac mac) {
            super(new Spi(mac), mac.getProvider(), mac.getAlgorithm());
        }
    }

    private static final class Spi extends MacSpi {
        private final Mac mac;

        Spi(Mac mac) {
            this.mac = mac;
        }

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, @Nullable AlgorithmParameterSpec parameters)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            mac.init(key);
        }

        @Override
        protected void engineUpdate(byte input) {
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            mac.reset();
        }
    }
}
