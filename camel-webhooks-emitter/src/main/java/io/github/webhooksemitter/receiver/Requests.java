package io.github.webhooksemitter.receiver;

import io.github.webhooksemitter.signature.ReceivedRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The request behind an exchange, as Camel's HTTP consumers lay it down in headers. */
final class Requests {
    private Requests() {}

    static ReceivedRequest of(Exchange exchange, @Nullable String url, byte[] body) {
        Message message = exchange.getMessage();
        Map<String, List<String>> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value != null) {
                headers.put(name, texts(value));
            }
        });
        String method = message.getHeader(Exchange.HTTP_METHOD, "POST", String.class);
        return new ReceivedRequest(method, url == null ? called(message) : asCalled(url, message), headers, body);
    }

    /** A header that comes twice is a list. */
    private static List<String> texts(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(value.toString());
    }

    private static String called(Message message) {
        String url = message.getHeader(Exchange.HTTP_URL, "", String.class);
        String query = query(message);
        return query.isEmpty() || url.indexOf('?') >= 0 ? url : url + '?' + query;
    }

    /** The url that the guard was told, but the query that came: one that was added is signed by nobody. */
    private static String asCalled(String url, Message message) {
        String query = query(message);
        int mark = url.indexOf('?');
        String path = mark < 0 ? url : url.substring(0, mark);
        if (query.isEmpty()) {
            return mark == url.length() - 1 ? url : path;
        }
        return path + '?' + query;
    }

    private static String query(Message message) {
        String query = message.getHeader(
                Exchange.HTTP_RAW_QUERY, message.getHeader(Exchange.HTTP_QUERY, String.class), String.class);
        return query == null ? "" : query;
    }
}
