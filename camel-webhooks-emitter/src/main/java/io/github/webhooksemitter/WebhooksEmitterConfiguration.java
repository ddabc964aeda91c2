package io.github.webhooksemitter;

import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * The options that an emitter and the component share: those of the component hold for every emitter that does not give
 * them itself. A plain list; what values mean and may be is in {@link EmitterOption}. Not thread safe.
 */
@UriParams
public class WebhooksEmitterConfiguration {
    @UriParam(
            label = "security",
            secret = true,
            description = "Signing secret of the HMAC schemes. Its text is used as it stands; standard-webhooks and"
                    + " rfc9421 decode one that starts with whsec_. Without it requests of the schemes webhooks-emitter and"
                    + " github go unsigned; the others need it. An empty one is an error.")
    private @Nullable String secret;

    @UriParam(
            label = "security",
            secret = true,
            description = "Secrets that receivers may still know while the secret is changed, newest first, comma"
                    + " separated, at most 10. standard-webhooks, stripe and rfc9421 sign with each; the other schemes"
                    + " with secret only.")
    private @Nullable String previousSecrets;

    @UriParam(
            label = "security",
            secret = true,
            description = "Ed25519 key for standard-webhooks-ed25519 and rfc9421: whsk_ and base64 of a 32-byte seed or"
                    + " 64-byte key, PEM of PKCS#8, or #bean:name of a PrivateKey, KeyPair, KeyStoreParameters or"
                    + " KeyManagersParameters in the registry.")
    private @Nullable String privateKey;

    @UriParam(label = "security", description = "Name of the key, sent by rfc9421 as the parameter keyid.")
    private @Nullable String keyId;

    @UriParam(
            label = "security",
            defaultValue = "webhooks-emitter",
            description = "How requests are signed: webhooks-emitter, standard-webhooks, standard-webhooks-ed25519,"
                    + " github, stripe, rfc9421, or #bean:name for a SignatureScheme of your own in the registry; several"
                    + " with commas between them.")
    private @Nullable String signature;

    @UriParam(
            label = "producer",
            defaultValue = "Webhooks",
            description = "The Id in the header names X-Id-Event, X-Id-Delivery and X-Id-Signature.")
    private @Nullable String headerIdentifier;

    @UriParam(
            label = "producer",
            defaultValue = "WebHooks-Emitter/VERSION",
            description = "Value of the User-Agent header.")
    private @Nullable String userAgent;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Whether the trace headers traceparent and tracestate go to the receiver. They are always"
                    + " kept inside, also through the queue.")
    private @Nullable Boolean propagateTrace;

    @UriParam(
            label = "producer",
            defaultValue = "none",
            enums = "none,standard,cloudevents-structured,cloudevents-binary",
            description =
                    "What a payload is wrapped in when it is accepted: nothing, an object with type, timestamp and"
                            + " data as Standard Webhooks advises, or a CloudEvent 1.0 in structured or binary mode.")
    private @Nullable String envelope;

    @UriParam(
            label = "producer",
            defaultValue = "12",
            description = "Attempts in all, the first included (not retries). With the default waits 12 attempts "
                    + "take about 27 minutes.")
    private @Nullable Integer maxAttempts;

    @UriParam(
            label = "producer",
            defaultValue = "1s",
            javaType = "java.time.Duration",
            description = "Wait before the second attempt.")
    private @Nullable Duration backoffDelay;

    @UriParam(
            label = "producer",
            defaultValue = "2",
            description = "What each wait is multiplied with for the next one.")
    private @Nullable Double backoffMultiplier;

    @UriParam(
            label = "producer",
            defaultValue = "10m",
            javaType = "java.time.Duration",
            description = "Longest wait between two attempts, before jitter.")
    private @Nullable Duration backoffMaxDelay;

    @UriParam(
            label = "producer",
            defaultValue = "0.2",
            description = "Share by which each wait is made shorter or longer at random, from 0 to 1.")
    private @Nullable Double backoffJitter;

    @UriParam(
            label = "producer",
            description = "Explicit waits between attempts, comma separated, such as 5s,5m,30m,2h. It wins over "
                    + "maxAttempts and the backoff options: attempts are its length plus one.")
    private @Nullable String retrySchedule;

    @UriParam(
            label = "producer",
            defaultValue = "1h",
            javaType = "java.time.Duration",
            description = "Longest wait that a receiver's Retry-After header can ask for. It only ever makes a wait"
                    + " longer than the backoff; on 429 and 503 it holds all attempts of the emitter.")
    private @Nullable Duration maxRetryAfter;

    @UriParam(
            label = "producer",
            description = "Statuses not worth another attempt, comma separated, such as 400,422,4xx (4xx leaves out"
                    + " 408, 425 and 429). A delivery that gets one is given up at once; 410 always is such a status,"
                    + " and pauses the emitter.")
    private @Nullable String finalStatuses;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description = "Age since accept at which a delivery is given up (expired) instead of sent. The header"
                    + " CamelWebhooksEmitterExpireAfter can shorten it. Without it deliveries do not expire.")
    private @Nullable Duration expireAfter;

    @UriParam(
            label = "producer",
            description = "Deliveries given up in a row after which the emitter pauses itself, its queue kept."
                    + " Without it the emitter goes on with the next delivery.")
    private @Nullable Integer pauseAfterFailures;

    @UriParam(
            label = "producer",
            javaType = "java.time.Duration",
            description = "Time after which an emitter paused by pauseAfterFailures makes one attempt; if the delivery"
                    + " arrives, the emitter goes on. Without it: paused until it is resumed.")
    private @Nullable Duration probeAfter;

    @UriParam(
            label = "timeout",
            defaultValue = "5s",
            javaType = "java.time.Duration",
            description = "How long a connect to the receiver may take.")
    private @Nullable Duration connectTimeout;

    @UriParam(
            label = "timeout",
            defaultValue = "15s",
            javaType = "java.time.Duration",
            description = "Hard deadline of a whole attempt: waiting for a connection, connect, TLS, write, reply "
                    + "headers and body.")
    private @Nullable Duration requestTimeout;

    @UriParam(
            label = "producer",
            defaultValue = "1",
            description = "Deliveries of this emitter at a time. 1 keeps them in strict order, through retries too;"
                    + " more are unordered. On platform threads 256 at most are attempted at a time.")
    private @Nullable Integer concurrency;

    @UriParam(
            label = "producer",
            defaultValue = "1000",
            description = "How many accepted deliveries may wait in the emitter's queue.")
    private @Nullable Integer queueSize;

    @UriParam(
            label = "producer",
            defaultValue = "1048576",
            description =
                    "Largest payload in bytes, without its envelope. A larger one fails the exchange; nothing is queued.")
    private @Nullable Integer maxPayloadSize;

    @UriParam(
            label = "producer",
            secret = true,
            description = "Camel endpoint URI that gets deliveries given up: the original bytes, and headers that "
                    + "say what happened. Without it each is one ERROR line in the log.")
    private @Nullable String deadLetter;

    @UriParam(
            label = "producer",
            secret = true,
            defaultValue = "seda",
            description = "Where accepted deliveries wait: seda, in memory, or a queue of a broker that survives this"
                    + " process, as the URI of a Camel endpoint with {emitterId} in its destination, such as"
                    + " sjms2:queue:webhooks.{emitterId}. It then needs deadLetter, and cannot change while the emitter is"
                    + " attached.")
    private @Nullable String queue;

    @UriParam(
            label = "security",
            defaultValue = "public",
            description = "Networks that deliveries may go to, comma separated: public, private (RFC 1918 and IPv6"
                    + " unique local), loopback, any, and networks such as 10.1.0.0/16 or fd12:3456::/32. Each entry"
                    + " only adds addresses. Checked on the resolved address of every connection; link-local and cloud"
                    + " metadata addresses need any or their own network.")
    private @Nullable String allowedNetworks;

    @UriParam(
            label = "security",
            defaultValue = "80,443,1024-65535",
            description = "Ports that deliveries may go to: ports and ranges, comma separated.")
    private @Nullable String allowedPorts;

    @UriParam(
            label = "producer",
            prefix = "header.",
            multiValue = true,
            description = "Extra request headers, constants, such as header.X-Tenant.")
    private @Nullable Map<String, Object> header;

    @UriParam(
            label = "producer,security",
            prefix = "secretHeader.",
            multiValue = true,
            secret = true,
            description = "Extra request headers whose values are never printed, such as secretHeader.Authorization.")
    private @Nullable Map<String, Object> secretHeader;

    @UriParam(
            label = "producer,advanced",
            prefix = "http.",
            multiValue = true,
            description = "Options passed to camel-http for TLS, proxy and authentication, such as"
                    + " http.sslContextParameters=#bean:tls or http.proxyHost=proxy. Options that this component owns"
                    + " are refused by name.")
    private @Nullable Map<String, Object> http;

    /** The options that are given, checked. */
    EmitterConfig toConfig() {
        Map<String, @Nullable Object> given = new TreeMap<>();
        given.put("secret", secret);
        given.put("previousSecrets", previousSecrets);
        given.put("privateKey", privateKey);
        given.put("keyId", keyId);
        given.put("signature", signature);
        given.put("headerIdentifier", headerIdentifier);
        given.put("userAgent", userAgent);
        given.put("propagateTrace", propagateTrace);
        given.put("envelope", envelope);
        given.put("maxAttempts", maxAttempts);
        given.put("backoffDelay", backoffDelay);
        given.put("backoffMultiplier", backoffMultiplier);
        given.put("backoffMaxDelay", backoffMaxDelay);
        given.put("backoffJitter", backoffJitter);
        given.put("retrySchedule", retrySchedule);
        given.put("maxRetryAfter", maxRetryAfter);
        given.put("finalStatuses", finalStatuses);
        given.put("expireAfter", expireAfter);
        given.put("pauseAfterFailures", pauseAfterFailures);
        given.put("probeAfter", probeAfter);
        given.put("connectTimeout", connectTimeout);
        given.put("requestTimeout", requestTimeout);
        given.put("concurrency", concurrency);
        given.put("queue", queue);
        given.put("queueSize", queueSize);
        given.put("maxPayloadSize", maxPayloadSize);
        given.put("deadLetter", deadLetter);
        given.put("allowedNetworks", allowedNetworks);
        given.put("allowedPorts", allowedPorts);
        put(given, EmitterConfig.HEADER, header);
        put(given, EmitterConfig.SECRET_HEADER, secretHeader);
        put(given, EmitterConfig.HTTP, http);
        return EmitterConfig.of(given);
    }

    private static void put(Map<String, @Nullable Object> given, String prefix, @Nullable Map<String, Object> values) {
        if (values != null) {
            values.forEach((name, value) -> given.put(prefix + name, value));
        }
    }

    public @Nullable String getSecret() {
        return secret;
    }

    /** Signing secret of the HMAC schemes. An empty one is an error. */
    public void setSecret(@Nullable String secret) {
        this.secret = secret;
    }

    public @Nullable String getPreviousSecrets() {
        return previousSecrets;
    }

    /** Secrets that receivers may still know, newest first, comma separated, at most 10. */
    public void setPreviousSecrets(@Nullable String previousSecrets) {
        this.previousSecrets = previousSecrets;
    }

    public @Nullable String getPrivateKey() {
        return privateKey;
    }

    /** Ed25519 key: whsk_ and base64, PEM of PKCS#8, or #bean:name. */
    public void setPrivateKey(@Nullable String privateKey) {
        this.privateKey = privateKey;
    }

    public @Nullable String getKeyId() {
        return keyId;
    }

    /** Name of the key, sent by rfc9421. */
    public void setKeyId(@Nullable String keyId) {
        this.keyId = keyId;
    }

    public @Nullable String getSignature() {
        return signature;
    }

    /** How requests are signed: names of schemes with commas between them, or #bean:name for a SignatureScheme of your own in the registry. */
    public void setSignature(@Nullable String signature) {
        this.signature = signature;
    }

    public @Nullable String getHeaderIdentifier() {
        return headerIdentifier;
    }

    /** The Id in the header names X-Id-Event, X-Id-Delivery and X-Id-Signature. */
    public void setHeaderIdentifier(@Nullable String headerIdentifier) {
        this.headerIdentifier = headerIdentifier;
    }

    public @Nullable String getUserAgent() {
        return userAgent;
    }

    /** Value of the User-Agent header. */
    public void setUserAgent(@Nullable String userAgent) {
        this.userAgent = userAgent;
    }

    public @Nullable Boolean getPropagateTrace() {
        return propagateTrace;
    }

    /** Whether the trace headers traceparent and tracestate go to the receiver. They are always kept inside, also through the queue. */
    public void setPropagateTrace(@Nullable Boolean propagateTrace) {
        this.propagateTrace = propagateTrace;
    }

    public @Nullable String getEnvelope() {
        return envelope;
    }

    /** What a payload is wrapped in when it is accepted: none, standard, cloudevents-structured or cloudevents-binary. */
    public void setEnvelope(@Nullable String envelope) {
        this.envelope = envelope;
    }

    public @Nullable Integer getMaxAttempts() {
        return maxAttempts;
    }

    /** Attempts in all, the first included (not retries). With the default waits 12 attempts take about 27 minutes. */
    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public @Nullable Duration getBackoffDelay() {
        return backoffDelay;
    }

    /** Wait before the second attempt. */
    public void setBackoffDelay(@Nullable Duration backoffDelay) {
        this.backoffDelay = backoffDelay;
    }

    public @Nullable Double getBackoffMultiplier() {
        return backoffMultiplier;
    }

    /** What each wait is multiplied with for the next one. */
    public void setBackoffMultiplier(@Nullable Double backoffMultiplier) {
        this.backoffMultiplier = backoffMultiplier;
    }

    public @Nullable Duration getBackoffMaxDelay() {
        return backoffMaxDelay;
    }

    /** Longest wait between two attempts, before jitter. */
    public void setBackoffMaxDelay(@Nullable Duration backoffMaxDelay) {
        this.backoffMaxDelay = backoffMaxDelay;
    }

    public @Nullable Double getBackoffJitter() {
        return backoffJitter;
    }

    /** Share by which each wait is made shorter or longer at random, from 0 to 1. */
    public void setBackoffJitter(@Nullable Double backoffJitter) {
        this.backoffJitter = backoffJitter;
    }

    public @Nullable String getRetrySchedule() {
        return retrySchedule;
    }

    /** Explicit waits between attempts, comma separated, such as 5s,5m,30m,2h. It wins over maxAttempts and the backoff options: attempts are its length plus one. */
    public void setRetrySchedule(@Nullable String retrySchedule) {
        this.retrySchedule = retrySchedule;
    }

    public @Nullable Duration getMaxRetryAfter() {
        return maxRetryAfter;
    }

    /** Longest wait that a receiver's Retry-After header can ask for. */
    public void setMaxRetryAfter(@Nullable Duration maxRetryAfter) {
        this.maxRetryAfter = maxRetryAfter;
    }

    public @Nullable String getFinalStatuses() {
        return finalStatuses;
    }

    /** Statuses not worth another attempt, comma separated, such as 400,422,4xx. */
    public void setFinalStatuses(@Nullable String finalStatuses) {
        this.finalStatuses = finalStatuses;
    }

    public @Nullable Duration getExpireAfter() {
        return expireAfter;
    }

    /** Age since accept at which a delivery is given up (expired) instead of sent. */
    public void setExpireAfter(@Nullable Duration expireAfter) {
        this.expireAfter = expireAfter;
    }

    public @Nullable Integer getPauseAfterFailures() {
        return pauseAfterFailures;
    }

    /** Deliveries given up in a row after which the emitter pauses itself, its queue kept. */
    public void setPauseAfterFailures(@Nullable Integer pauseAfterFailures) {
        this.pauseAfterFailures = pauseAfterFailures;
    }

    public @Nullable Duration getProbeAfter() {
        return probeAfter;
    }

    /** Time after which an emitter paused by pauseAfterFailures makes one attempt. */
    public void setProbeAfter(@Nullable Duration probeAfter) {
        this.probeAfter = probeAfter;
    }

    public @Nullable Duration getConnectTimeout() {
        return connectTimeout;
    }

    /** How long a connect to the receiver may take. */
    public void setConnectTimeout(@Nullable Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public @Nullable Duration getRequestTimeout() {
        return requestTimeout;
    }

    /** Hard deadline of a whole attempt: waiting for a connection, connect, TLS, write, reply headers and body. */
    public void setRequestTimeout(@Nullable Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public @Nullable Integer getConcurrency() {
        return concurrency;
    }

    /** Deliveries of this emitter at a time. 1 keeps them in strict order, through retries too; more are unordered. */
    public void setConcurrency(@Nullable Integer concurrency) {
        this.concurrency = concurrency;
    }

    public @Nullable Integer getQueueSize() {
        return queueSize;
    }

    /** How many accepted deliveries may wait in the emitter's queue. */
    public void setQueueSize(@Nullable Integer queueSize) {
        this.queueSize = queueSize;
    }

    public @Nullable Integer getMaxPayloadSize() {
        return maxPayloadSize;
    }

    /** Largest payload in bytes. A larger one fails the exchange; nothing is queued. */
    public void setMaxPayloadSize(@Nullable Integer maxPayloadSize) {
        this.maxPayloadSize = maxPayloadSize;
    }

    public @Nullable String getDeadLetter() {
        return deadLetter;
    }

    /** Camel endpoint URI that gets deliveries given up: the original bytes, and headers that say what happened. Without it each is one ERROR line in the log. */
    public void setDeadLetter(@Nullable String deadLetter) {
        this.deadLetter = deadLetter;
    }

    public @Nullable String getQueue() {
        return queue;
    }

    /** Where accepted deliveries wait: seda, in memory, or the URI of a queue with {emitterId} in its destination. */
    public void setQueue(@Nullable String queue) {
        this.queue = queue;
    }

    public @Nullable String getAllowedNetworks() {
        return allowedNetworks;
    }

    /** Networks that deliveries may go to: a comma list of public, private, loopback, any and CIDRs. */
    public void setAllowedNetworks(@Nullable String allowedNetworks) {
        this.allowedNetworks = allowedNetworks;
    }

    public @Nullable String getAllowedPorts() {
        return allowedPorts;
    }

    /** Ports that deliveries may go to: a comma list of ports and ranges. */
    public void setAllowedPorts(@Nullable String allowedPorts) {
        this.allowedPorts = allowedPorts;
    }

    public @Nullable Map<String, Object> getHeader() {
        return header;
    }

    /** Extra request headers. */
    public void setHeader(@Nullable Map<String, Object> header) {
        this.header = header;
    }

    public @Nullable Map<String, Object> getSecretHeader() {
        return secretHeader;
    }

    /** Extra request headers that are never printed. */
    public void setSecretHeader(@Nullable Map<String, Object> secretHeader) {
        this.secretHeader = secretHeader;
    }

    public @Nullable Map<String, Object> getHttp() {
        return http;
    }

    /** Options for camel-http. */
    public void setHttp(@Nullable Map<String, Object> http) {
        this.http = http;
    }
}
