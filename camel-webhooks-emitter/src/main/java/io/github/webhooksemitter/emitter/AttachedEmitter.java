package io.github.webhooksemitter.emitter;

/** An emitter in the registry. */
public interface AttachedEmitter {
    /** The id that it is attached under. */
    String id();

    /** The settings that hold from now on. */
    EmitterSettings settings();

    /** Whether it was detached and only its last deliveries are being ended. */
    boolean isDetaching();
}
