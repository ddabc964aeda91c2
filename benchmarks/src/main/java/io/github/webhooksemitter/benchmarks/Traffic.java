package io.github.webhooksemitter.benchmarks;

/**
 * What is sent, and to whom.
 *
 * @param payload bytes of JSON of each event
 */
record Traffic(int emitters, int payload, Scheme scheme, Receivers receivers) {
    static final int KILOBYTE = 1024;

    /** 1 KB, signed as by default, to healthy receivers. */
    static Traffic to(int emitters) {
        return new Traffic(emitters, KILOBYTE, Scheme.WEBHOOKS_EMITTER, Receivers.HEALTHY);
    }

    Traffic withPayload(int bytes) {
        return new Traffic(emitters, bytes, scheme, receivers);
    }

    Traffic signedBy(Scheme other) {
        return new Traffic(emitters, payload, other, receivers);
    }

    Traffic with(Receivers others) {
        return new Traffic(emitters, payload, scheme, others);
    }
}
