package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.AttachedEmitter;
import io.github.webhooksemitter.emitter.EmitterConfig;
import io.github.webhooksemitter.emitter.EmitterSettings;
import io.github.webhooksemitter.signature.SignatureScheme;
import io.github.webhooksemitter.signature.SignatureScheme.Signer;
import io.github.webhooksemitter.transport.Sender;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attached emitter at work: its settings, its lane, and what it has done. Thread safe. */
final class ActiveEmitter implements AttachedEmitter {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveEmitter.class);

    private final String id;
    private final Engine engine;
    private final Lane lane;
    private final EmitterQueue queue;
    private final Withdrawals withdrawals;
    private final Circuit circuit;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder dead = new LongAdder();

    private volatile Setup setup;
    private volatile EmitterConfig declared;
    private volatile boolean detaching;
    private volatile boolean closed;
    private volatile int lastStatus;
    /** Milliseconds since 1970; 0: none was made. */
    private volatile long lastAttemptAt;

    ActiveEmitter(String id, Engine engine, EmitterConfig config, Setup setup) {
        this.id = id;
        this.engine = engine;
        this.declared = config;
        this.setup = setup;
        this.lane = new Lane(this, engine);
        this.queue = setup.settings().isPersistent()
                ? new EndpointQueue(this, engine, setup.settings().queue())
                : new MemoryQueue(this);
        this.withdrawals = new Withdrawals(lane, engine);
        this.circuit = new Circuit(this, engine.retries());
    }

    /**
     * Settings with what was prepared from them.
     *
     * @param config the options that the settings were made of
     * @param settings the effective settings
     * @param scheme the signature
     * @param signer the same with its keys
     * @param sender the share of a connection pool
     */
    record Setup(EmitterConfig config, EmitterSettings settings, SignatureScheme scheme, Signer signer, Sender sender) {
        AsyncProcessor http() {
            return sender.processor();
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EmitterSettings settings() {
        return setup.settings();
    }

    @Override
    public boolean isDetaching() {
        return detaching;
    }

    Setup setup() {
        return setup;
    }

    /** What the last attach, put or declaration said; an update does not change it. */
    EmitterConfig declared() {
        return declared;
    }

    void declare(EmitterConfig config) {
        declared = config;
    }

    Lane lane() {
        return lane;
    }

    EmitterQueue queue() {
        return queue;
    }

    Withdrawals withdrawals() {
        return withdrawals;
    }

    /**
     * Stops attempts before the next one; the queue is kept, and whoever waits for a delivery is told at once.
     *
     * @return a mark of this pause; empty: it was paused before, and stays so for the old reason
     */
    Optional<Object> pause(PauseReason reason) {
        Optional<Object> mark = lane.pause(reason);
        withdrawals.takeBack(AcceptedDelivery::isAwaited, Reason.CANCELLED);
        return mark;
    }

    /** Pauses because of what its receiver does. */
    Optional<Object> pauseItself(PauseReason reason) {
        Optional<Object> mark = pause(reason);
        mark.ifPresent(pause -> LOG.warn(
                "The emitter {} pauses itself, reason {}: its queue is kept, {} deliveries wait; resume it when its"
                        + " receiver is back.",
                id,
                reason,
                lane.queued()));
        return mark;
    }

    void resume() {
        circuit.reset();
        lane.resume();
    }

    CamelContext camelContext() {
        return engine.camelContext();
    }

    /** New settings, from the next accept and the next attempt on. */
    void change(Setup next) {
        Setup previous = setup;
        setup = next;
        previous.sender().close();
        if (closed) {
            next.sender().close();
        }
        circuit.changed();
        lane.changed();
        queue.changed();
    }

    void attempted(Instant at, int status) {
        lastAttemptAt = at.toEpochMilli();
        if (status != 0) {
            lastStatus = status;
        }
    }

    void ended(DeliveryResult result) {
        (result instanceof DeliveryResult.Delivered ? delivered : dead).increment();
        circuit.ended(result);
    }

    /**
     * Takes nothing more, and makes no attempt from now on; what is under way is cut.
     *
     * @param keepsQueued whether a persistent queue keeps what is in it, instead of giving it up
     */
    void detach(boolean keepsQueued) {
        detaching = true;
        if (keepsQueued) {
            queue.close();
        } else {
            queue.empty();
        }
        end(Reason.DETACHED);
    }

    /** Makes no attempt from now on; what is under way is cut. */
    void end(Reason reason) {
        lane.end(queue.endingFor(reason));
    }

    /** The last delivery of a detached emitter has ended. */
    void close() {
        closed = true;
        queue.close().whenComplete((done, failure) -> {
            engine.forget(this);
            setup.sender().close();
        });
    }

    EmitterStatus status() {
        long at = lastAttemptAt;
        return EmitterStatus.of(
                this, delivered.sum(), dead.sum(), lastStatus, at == 0 ? null : Instant.ofEpochMilli(at));
    }
}
