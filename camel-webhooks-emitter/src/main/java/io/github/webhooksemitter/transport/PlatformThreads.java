package io.github.webhooksemitter.transport;

import java.util.concurrent.ThreadFactory;
import org.apache.camel.CamelContext;

/**
 * Makes daemon threads named as the context names its own, and platform threads also where it has virtual ones on: for what
 * has to run although all carriers are busy. Virtual threads are not time-sliced, so a few attempts whose receivers flood them
 * with TLS 1.3 key updates keep the other virtual threads from running. The sweep has to end those: when it was a virtual
 * thread itself, attempts of 2 s took up to 21 s (JDK 25, two cores).
 */
record PlatformThreads(CamelContext context, String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, context.getExecutorServiceManager().resolveThreadName(name));
        thread.setDaemon(true);
        return thread;
    }
}
