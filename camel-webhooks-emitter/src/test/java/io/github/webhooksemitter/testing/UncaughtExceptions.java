package io.github.webhooksemitter.testing;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves an exception that ends a thread with the thread that it ended, in the log and with its stack. Awaitility would
 * throw it in whichever test happens to wait, and test classes run side by side: so a test failed for another's thread.
 */
public final class UncaughtExceptions implements BeforeAllCallback {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtExceptions.class);

    @Override
    public void beforeAll(ExtensionContext test) {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> LOG.error("Uncaught in the thread {}", thread.getName(), thrown));
    }
}
