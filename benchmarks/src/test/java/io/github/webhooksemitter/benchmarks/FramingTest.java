package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final String REQUEST =
            "POST /hooks/0 HTTP/1.1\r\nHost: a\r\nCONTENT-length: 12\r\n\r\n{\"a\":\"\\n\\n\"}";

    @Test
    void a_request_is_complete_with_its_last_byte_and_not_before() throws Exception {
        byte[] twoRequests = (REQUEST + REQUEST).getBytes(StandardCharsets.US_ASCII);

        for (int available = 0; available < REQUEST.length(); available++) {
            assertThat(Framing.requestLength(twoRequests, available)).isEqualTo(-1);
        }
        assertThat(Framing.requestLength(twoRequests, twoRequests.length)).isEqualTo(REQUEST.length());
    }

    @Test
    void a_request_without_content_length_is_refused() {
        byte[] chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> Framing.requestLength(chunked, chunked.length)).isInstanceOf(ProtocolException.class);
    }
}
