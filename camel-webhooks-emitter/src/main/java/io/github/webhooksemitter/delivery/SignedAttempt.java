package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.signature.SignedHeader;
import io.github.webhooksemitter.signature.UnsignedRequest;
import io.github.webhooksemitter.transport.Attempt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** The request of one attempt: the same id and bytes each time, signed anew. */
final class SignedAttempt {
    private static final String METHOD = "POST";

    private SignedAttempt() {}

    static Attempt of(ActiveEmitter.Setup setup, AcceptedEvent event, Content content, Instant now) {
        EmitterSettings settings = setup.settings();
        List<SignedHeader> signed = setup.signer()
                .sign(new UnsignedRequest(
                        settings.headerIdentifier(),
                        event.deliveryId(),
                        event.name(),
                        now,
                        METHOD,
                        settings.target().uri(),
                        content.headers(),
                        content.body()));
        List<Header> headers = new ArrayList<>(
                signed.size() + settings.headers().size() + content.headers().size());
        add(headers, signed);
        headers.addAll(settings.headers());
        add(headers, content.headers());
        return new Attempt(
                settings.target(), headers, content.body(), settings.requestTimeout(), settings.propagateTrace());
    }

    private static void add(List<Header> headers, List<SignedHeader> made) {
        for (SignedHeader header : made) {
            headers.add(new BasicHeader(header.name(), header.value()));
        }
    }
}
