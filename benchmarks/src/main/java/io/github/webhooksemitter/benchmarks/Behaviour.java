package io.github.webhooksemitter.benchmarks;

/** What the receiver makes of one request. */
enum Behaviour {
    TAKE,
    /** As {@link #TAKE}, a second later. */
    TAKE_SLOWLY,
    /** Answered 200, but not counted. */
    TAKE_ASIDE,
    /** Answered 503. */
    REFUSE,
    /** The connection is reset without an answer. */
    RESET,
    /** Never answered. */
    HANG
}
