package io.github.webhooksemitter.artemis;

import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnector;

/**
 * The threads that all connections within the process share. They are no daemons and wait a minute for work, which the end
 * of the JVM would wait for: so they end with the last broker. Thread safe.
 */
final class InVmThreads {
    private static int brokers;

    private InVmThreads() {}

    /** A broker is about to start. */
    static synchronized void need() {
        brokers++;
    }

    /** It has stopped. */
    static synchronized void leave() {
        brokers--;
        if (brokers == 0) {
            InVMConnector.resetThreadPool();
        }
    }
}
