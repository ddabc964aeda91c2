package io.github.webhooksemitter.transport;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request for a delivery, and what came of it.
 *
 * <p>It travels in the exchange property {@link #PROPERTY} to a {@link Sender#processor()}, once: a second attempt is a new
 * object. The results are to be read after the exchange has come back; {@link #cut()} and {@link #wasCut()} may be called by
 * any thread at any time.
 */
public final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** The exchange property that carries an attempt to a {@link Sender#processor()}. */
    public static final String PROPERTY = "CamelWebhooksEmitterAttempt";

    private final Target target;
    private final List<Header> headers;
    private final byte[] body;
    private final Duration requestTimeout;
    private final boolean propagateTrace;

    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean cut;
    private volatile boolean expired;
    private volatile @Nullable Cancellable running;
    /** A request for a token, made while this attempt runs. */
    private volatile @Nullable Cancellable inner;
    /** A lookup that this attempt waits for. */
    private volatile @Nullable Cancellable lookup;
    /** {@link System#nanoTime()} at which the sweep ends this attempt. */
    private volatile long until;

    private long began;
    private long ended;
    private int statusCode;
    private List<String> retryAfter = List.of();
    private @Nullable Failure failure;
    private @Nullable Throwable cause;

    /**
     * An attempt that sends no trace headers.
     *
     * @param target the receiver
     * @param headers see {@link #Attempt(Target, List, byte[], Duration, boolean)}
     * @param body the bytes to send; not copied, and not to be changed any more
     * @param requestTimeout see {@link #Attempt(Target, List, byte[], Duration, boolean)}
     */
    public Attempt(Target target, List<Header> headers, byte[] body, Duration requestTimeout) {
        this(target, headers, body, requestTimeout, false);
    }

    /**
     * An attempt.
     *
     * @param target the receiver
     * @param headers sent in this order and spelling, with nothing added but {@code Host} and {@code Content-Length}, which
     *     must not be among them; not copied, and not to be changed any more
     * @param body the bytes to send; not copied, and not to be changed any more
     * @param requestTimeout hard limit of the whole attempt, from the lease of a connection, lookup included, to the end of the
     *     reply; positive
     * @param propagateTrace whether the headers {@code traceparent} and {@code tracestate} that the exchange's message has
     *     when it is processed go to the receiver
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public Attempt(Target target, List<Header> headers, byte[] body, Duration requestTimeout, boolean propagateTrace) {
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("requestTimeout must be positive");
        }
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.requestTimeout = requestTimeout;
        this.propagateTrace = propagateTrace;
    }

    /**
     * Ends this attempt now, from any thread, before, while or after it runs: its connection is discarded. A status that has
     * arrived stays; without one the attempt fails with {@link Failure#IO}. Never blocks.
     */
    public void cut() {
        cut = true;
        stop();
    }

    /** {@return whether {@link #cut()} was called, also when it was too late to change anything} */
    public boolean wasCut() {
        return cut;
    }

    /** {@return the reply's status code, 100 to 999, or 0 if the head of a reply did not arrive completely} */
    public int statusCode() {
        return statusCode;
    }

    /** {@return every value of the reply's {@code Retry-After} header, unparsed, in the order received; or empty} */
    public List<String> retryAfter() {
        return retryAfter;
    }

    /** {@return why there is no status; empty exactly if there is one, or the attempt has not ended} */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** {@return how long the attempt took, zero if it has not ended} */
    public Duration duration() {
        return Duration.ofNanos(ended - began);
    }

    /** {@return receiver and outcome; no path, header or body} */
    @Override
    public String toString() {
        return "Attempt[" + target + ", status=" + statusCode + ", failure=" + failure + ']';
    }

    Target target() {
        return target;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    boolean propagatesTrace() {
        return propagateTrace;
    }

    Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    void begin(Cancellable request) {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("an Attempt is one request: make a new one for the next");
        }
        began = System.nanoTime();
        ended = began;
        until = began + nanos(requestTimeout);
        running = request;
        if (cut) {
            stop();
        }
    }

    /** That one ends when this attempt does; the sweep repeats itself, so it is not missed before it has a connection. */
    void contains(Cancellable request) {
        inner = request;
    }

    /** That wait ends when this attempt does; null: it is over. */
    void waitsFor(@Nullable Cancellable wait) {
        lookup = wait;
        if (wait != null && (cut || expired)) {
            wait.cancel();
        }
    }

    void replied(int status, List<String> retryAfterValues) {
        statusCode = status;
        retryAfter = retryAfterValues;
    }

    /** The status is known: what is left of the reply may take this long, and never longer than the attempt. */
    void endWithin(long nanos) {
        long sooner = System.nanoTime() + nanos;
        if (sooner - until < 0) {
            until = sooner;
        }
    }

    void failed(Throwable thrown) {
        if (statusCode == 0) {
            cause = thrown;
            failure = expired ? Failure.DEADLINE : cut ? Failure.IO : Failure.of(thrown);
        }
    }

    void end() {
        ended = System.nanoTime();
        running = null;
        inner = null;
    }

    /** {@return nanoseconds left; 0 and less: the attempt is over and has been stopped} */
    long expireAt(long now) {
        long left = until - now;
        if (left <= 0) {
            expired = true;
        }
        if (left <= 0 || cut) {
            // a cut, too: what it should have ended may have come after it
            stop();
        }
        return left;
    }

    private void stop() {
        cancel(running);
        cancel(inner);
        cancel(lookup);
    }

    private static void cancel(@Nullable Cancellable what) {
        if (what == null) {
            return;
        }
        try {
            what.cancel();
        } catch (IllegalStateException e) {
            // By the cancel the attempt ends, and with the last one of its client that is closed: its pool
            // then knows of no connection any more that it could take back (HttpCore 5, LaxConnPool).
            LOG.trace("The client was closed while an attempt was cut: {}", e.getMessage());
        }
    }

    private static long nanos(Duration duration) {
        // far beyond any sensible timeout, and well inside what nanoTime differences can hold
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : duration.toNanos();
    }
}
