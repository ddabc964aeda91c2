package io.github.webhooksemitter.receiver;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** An answer of a status and nothing else, with which a route ends. */
final class Answer {
    private Answer() {}

    static void end(Exchange exchange, int status) {
        Message message = exchange.getMessage();
        // HTTP consumers send the message's headers back: the request's own, were they left.
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setBody(null);
        exchange.setRouteStop(true);
    }
}
