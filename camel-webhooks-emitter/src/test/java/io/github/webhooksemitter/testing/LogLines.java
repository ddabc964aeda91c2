package io.github.webhooksemitter.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * What is logged while it is open, whoever logs it. Other tests log at the same time: ask for lines by an id of your own.
 */
public final class LogLines implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Collector collector = new Collector();

    private LogLines() {
        collector.setContext(root.getLoggerContext());
        collector.start();
        root.addAppender(collector);
    }

    public static LogLines open() {
        return new LogLines();
    }

    /** The lines of a level that hold the text, stack traces included, in order. */
    public List<String> of(Level level, String text) {
        return events.stream()
                .filter(event -> event.getLevel() == level)
                .map(LogLines::line)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Every line of whatever level that holds the text, stack traces included. */
    public List<String> with(String text) {
        return events.stream()
                .map(LogLines::line)
                .filter(line -> line.contains(text))
                .toList();
    }

    private static String line(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                        ? ""
                        : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    @Override
    public void close() {
        root.detachAppender(collector);
        collector.stop();
    }

    private final class Collector extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    }
}
