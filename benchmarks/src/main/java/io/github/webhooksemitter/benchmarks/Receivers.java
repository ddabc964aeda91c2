package io.github.webhooksemitter.benchmarks;

/** How the receivers behave. In the cases of one among many, emitter 0 has that one, and what it gets is not counted. */
enum Receivers {
    HEALTHY,
    /** One in ten requests is answered 503. */
    SOME_503,
    /** One in ten requests meets a fault: a 503, a reset, a slow answer or none. */
    SOAK,
    /** Emitter 0 has a feeder of its own, and a healthy receiver: what the next two are compared with. */
    ONE_ASIDE,
    /** Connections to the receiver of emitter 0 are refused. */
    ONE_DEAD,
    /** The receiver of emitter 0 takes every request and never answers. */
    ONE_HANGING,
    /** Connections to every receiver are refused. */
    ALL_DEAD;

    boolean setOneApart() {
        return this == ONE_ASIDE || this == ONE_DEAD || this == ONE_HANGING;
    }
}
