package io.github.webhooksemitter.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Sends an attempt's request once, and takes from the reply its status and as little else as keeps the connection usable.
 *
 * <p>It comes first in HttpClient's chain. Without proxy or credentials it is all of it: authentication, protocol and
 * tunnelling steps that have nothing to do are a large part of HttpClient's time. With them, the rest of the chain follows.
 */
final class OneRequest implements ExecChainHandler {

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int MOST_AT_ONCE = 1024;
    private static final int LARGEST_TOKEN_REPLY = 64 * 1024;
    private static final int LONGEST_RETRY_AFTER = 64;
    private static final int MOST_RETRY_AFTER = 8;

    /** How long a reply whose status is known may still take: to save a connection, not to read the body. */
    private static final long BODY_BUDGET = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * Whose time a lookup costs, and a token: HttpClient does not tell the resolver, and camel-http asks for tokens with a
     * client of its own; both on the attempt's thread.
     */
    private static final ThreadLocal<@Nullable Attempt> CURRENT = new ThreadLocal<>();

    private final boolean direct;
    private final NetworkGuard guard;

    OneRequest(boolean direct, NetworkGuard guard) {
        this.direct = direct;
        this.guard = guard;
    }

    /** {@return the attempt for which this thread makes a connection or asks for a token, or null} */
    static @Nullable Attempt current() {
        return CURRENT.get();
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (!(scope.originalRequest instanceof AttemptRequest sent)) {
            guard.checkReceiver(scope.route);
            return token(request, scope, chain);
        }
        ClassicHttpResponse reply =
                direct ? twiceIfDead(sent, request, scope, chain) : withTokens(sent, request, scope, chain);
        sent.attempt().replied(reply.getCode(), retryAfter(reply));
        settle(reply.getEntity(), sent.attempt(), scope.execRuntime);
        return new BasicClassicHttpResponse(reply.getCode());
    }

    private ClassicHttpResponse withTokens(
            AttemptRequest sent, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        CURRENT.set(sent.attempt());
        try {
            // the lookup that this may need ends with the attempt
            guard.checkReceiver(scope.route);
            return twiceIfDead(sent, request, scope, chain);
        } finally {
            CURRENT.remove();
        }
    }

    private ClassicHttpResponse twiceIfDead(
            AttemptRequest sent, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        try {
            return send(sent.attempt(), request, scope, chain, false);
        } catch (DeadConnectionException e) {
            scope.execRuntime.discardEndpoint();
            // HttpClient's steps have written into the first copy
            return send(sent.attempt(), ClassicRequestBuilder.copy(sent).build(), scope, chain, true);
        }
    }

    /** The request that camel-http makes for an OAuth 2 token, on the attempt's thread and at the attempt's expense. */
    private static ClassicHttpResponse token(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Attempt attempt = CURRENT.get();
        if (attempt != null) {
            attempt.contains(() -> {
                // The request, too: it may still wait for a connection.
                boolean waited = scope.originalRequest instanceof Cancellable waiting && waiting.cancel();
                scope.execRuntime.discardEndpoint();
                return waited;
            });
        }
        ClassicHttpResponse reply = chain.proceed(request, scope);
        HttpEntity entity = reply.getEntity();
        if (entity != null) {
            // camel-http would read it without a limit
            byte[] body = entity.getContent().readNBytes(LARGEST_TOKEN_REPLY + 1);
            if (body.length > LARGEST_TOKEN_REPLY) {
                scope.execRuntime.discardEndpoint();
                throw new ProtocolException("the reply of the token endpoint is too long");
            }
            reply.setEntity(new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
        }
        return reply;
    }

    private ClassicHttpResponse send(
            Attempt attempt,
            ClassicHttpRequest request,
            ExecChain.Scope scope,
            ExecChain chain,
            boolean onFreshConnection)
            throws IOException, HttpException {
        ExecRuntime runtime = scope.execRuntime;
        HttpClientContext context = scope.clientContext;
        try {
            if (direct || onFreshConnection) {
                runtime.acquireEndpoint(scope.exchangeId, scope.route, null, context);
                if (onFreshConnection) {
                    runtime.disconnectEndpoint();
                }
            }
            if (!direct) {
                return chain.proceed(request, scope);
            }
            if (!runtime.isEndpointConnected()) {
                connect(attempt, runtime, context);
            }
            ClassicHttpResponse reply = runtime.execute(
                    scope.exchangeId, request, (early, connection, ignored) -> refuseUpgrade(early.getCode()), context);
            if (DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, reply, context)) {
                runtime.markConnectionReusable(
                        null, DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(reply, context));
            } else {
                runtime.markConnectionNonReusable();
            }
            return reply;
        } catch (IOException | HttpException | RuntimeException e) {
            runtime.discardEndpoint();
            throw e;
        }
    }

    private static void connect(Attempt attempt, ExecRuntime runtime, HttpClientContext context) throws IOException {
        CURRENT.set(attempt);
        try {
            runtime.connectEndpoint(context);
        } finally {
            CURRENT.remove();
        }
    }

    private static void refuseUpgrade(int status) throws ProtocolException {
        if (status == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ProtocolException("101 without being asked");
        }
    }

    private static void settle(@Nullable HttpEntity body, Attempt attempt, ExecRuntime runtime) {
        if (body == null || (runtime.isConnectionReusable() && !isForbidden(body, attempt) && drained(body, attempt))) {
            runtime.releaseEndpoint();
        } else {
            runtime.discardEndpoint();
        }
    }

    /** A 205 has no content; a receiver that sends some cannot be trusted with where it ends. */
    private static boolean isForbidden(HttpEntity body, Attempt attempt) {
        return attempt.statusCode() == HttpStatus.SC_RESET_CONTENT && body.getContentLength() != 0;
    }

    private static boolean drained(HttpEntity body, Attempt attempt) {
        long length = body.getContentLength();
        if (length == 0) {
            return true;
        } else if (length > LARGEST_BODY) {
            return false;
        }
        attempt.endWithin(BODY_BUDGET);
        byte[] scratch = new byte[length < 0 ? MOST_AT_ONCE : (int) Math.min(length, MOST_AT_ONCE)];
        int left = LARGEST_BODY;
        try {
            InputStream content = body.getContent();
            for (int read = content.read(scratch); read >= 0; read = content.read(scratch)) {
                left -= read;
                if (left < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            // the status decides, whatever becomes of the body
            return false;
        }
    }

    private static List<String> retryAfter(ClassicHttpResponse reply) {
        if (!reply.containsHeader("Retry-After")) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        for (Header header : reply.getHeaders("Retry-After")) {
            String value = header.getValue();
            // What is longer is none, and may be kept for as long as the delivery waits.
            if (value != null && value.length() <= LONGEST_RETRY_AFTER && values.size() < MOST_RETRY_AFTER) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }
}
