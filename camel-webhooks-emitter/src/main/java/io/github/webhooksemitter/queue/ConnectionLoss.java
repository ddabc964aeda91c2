package io.github.webhooksemitter.queue;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;

/** What a JMS connection calls when it is lost. */
record ConnectionLoss(Runnable lost) implements ExceptionListener {
    @Override
    public void onException(JMSException exception) {
        lost.run();
    }
}
