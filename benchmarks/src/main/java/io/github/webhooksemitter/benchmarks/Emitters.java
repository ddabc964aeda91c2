package io.github.webhooksemitter.benchmarks;

import java.util.Locale;

/** How a number of them is written. */
final class Emitters {
    private Emitters() {}

    static String count(int emitters) {
        return emitters == 1 ? "1 emitter" : String.format(Locale.ROOT, "%,d emitters", emitters);
    }
}
