package io.github.webhooksemitter.transport;

import java.util.List;
import java.util.concurrent.atomic.AtomicMarkableReference;
import org.apache.hc.client5.http.classic.methods.HttpUriRequest;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The POST of one attempt.
 *
 * <p>Not HttpClient's {@code HttpPost}: that one can only be made from a {@code URI}, which is taken apart and put together
 * again for each request.
 */
final class AttemptRequest extends BasicClassicHttpRequest implements HttpUriRequest, CancellableDependency {

    private static final long serialVersionUID = 1L;

    private final transient Attempt attempt;
    private final transient AtomicMarkableReference<@Nullable Cancellable> dependency =
            new AtomicMarkableReference<>(null, false);

    AttemptRequest(Attempt attempt, List<Header> trace) {
        super(Method.POST, attempt.target().host(), attempt.target().requestPath());
        this.attempt = attempt;
        for (Header header : attempt.headers()) {
            addHeader(header);
        }
        for (Header header : trace) {
            addHeader(header);
        }
        setEntity(new ByteArrayEntity(attempt.body(), (@Nullable ContentType) null));
    }

    Attempt attempt() {
        return attempt;
    }

    /** What HttpClient's protocol interceptors would add, without a {@code Connection: keep-alive} that 1.1 implies. */
    void addFramingHeaders() {
        addHeader(new BasicHeader("Content-Length", Integer.toString(attempt.body().length)));
        addHeader(new BasicHeader("Host", attempt.target().host().toHostString()));
    }

    /** {@return null: the client's configuration holds for every request} */
    @Override
    public @Nullable RequestConfig getConfig() {
        return null;
    }

    @Override
    public void setDependency(Cancellable cancellable) {
        Cancellable current = dependency.getReference();
        if (!dependency.compareAndSet(current, cancellable, false, false)) {
            cancellable.cancel();
        }
    }

    @Override
    public boolean cancel() {
        while (!dependency.isMarked()) {
            Cancellable current = dependency.getReference();
            if (dependency.compareAndSet(current, current, false, true)) {
                if (current != null) {
                    current.cancel();
                }
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isCancelled() {
        return dependency.isMarked();
    }

    @Override
    public void abort() {
        cancel();
    }

    @Override
    public boolean isAborted() {
        return isCancelled();
    }
}
