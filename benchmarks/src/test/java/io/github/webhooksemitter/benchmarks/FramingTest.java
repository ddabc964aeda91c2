package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final String HEAD =
            "POST /hooks/0 HTTP/1.1\r\nHost: a\r\nx-webhooks-DELIVERY: d-1 \r\nCONTENT-length: 12\r\n\r\n";
    private static final String REQUEST = HEAD + "{\"a\":\"\\n\\n\"}";

    @Test
    void the_length_of_a_request_is_known_with_the_last_byte_of_its_head_and_not_before() throws Exception {
        byte[] twoRequests = bytes(REQUEST + REQUEST);

        for (int available = 0; available < HEAD.length(); available++) {
            assertThat(Framing.requestLength(twoRequests, available)).isEqualTo(-1);
        }
        assertThat(Framing.requestLength(twoRequests, HEAD.length())).isEqualTo(REQUEST.length());
        assertThat(Framing.requestLength(twoRequests, twoRequests.length)).isEqualTo(REQUEST.length());
    }

    @Test
    void a_request_without_content_length_is_refused() {
        byte[] chunked = bytes("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");

        assertThatThrownBy(() -> Framing.requestLength(chunked, chunked.length)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void finds_the_delivery_id() {
        assertThat(Framing.deliveryId(bytes(REQUEST), REQUEST.length())).isEqualTo("d-1");
        assertThat(Framing.deliveryId(bytes("POST / HTTP/1.1\r\n\r\n"), 19)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
