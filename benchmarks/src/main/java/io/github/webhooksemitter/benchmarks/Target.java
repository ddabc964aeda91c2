package io.github.webhooksemitter.benchmarks;

/** Where the events go: {@code emitters} paths of one receiver on the loopback address. */
record Target(int port, int emitters) {
    static final String SECRET = "benchmark-secret";

    String url(int emitter) {
        return "http://127.0.0.1:" + port + "/hooks/" + emitter;
    }
}
