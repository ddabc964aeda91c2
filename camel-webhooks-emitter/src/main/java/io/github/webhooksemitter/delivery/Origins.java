package io.github.webhooksemitter.delivery;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Where an exchange came from, if it came of the work of emitters: of their outcomes, or of a dead letter. An event made of
 * it must not go there again, since it would go round for ever. Thread safe, as far as the exchange is.
 */
public final class Origins {
    /** Exchange property: the ids of the emitters that an event must not go to any more, as a Set of String. */
    public static final String PROPERTY = "CamelWebhooksEmitterOrigins";

    private Origins() {}

    /** Whether an exchange is a dead letter or an outcome, or came out of a route that handles one: its emits never block. */
    public static boolean isAfterwards(Exchange exchange) {
        return letterOf(exchange).isPresent() || exchange.getProperty(PROPERTY) != null;
    }

    /** The emitter whose dead letter the exchange is, or came of. */
    public static Optional<String> letterOf(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(DeadLetters.PROPERTY, String.class));
    }

    /**
     * The emitters that an event made of this exchange must not go to: those whose outcomes led to it, and the one whose
     * dead letter it is; unless that is the target itself, for a replay.
     */
    public static Set<String> of(Exchange exchange, String targetId) {
        Object before = exchange.getProperty(PROPERTY);
        Optional<String> letterOf = letterOf(exchange).filter(id -> !id.equals(targetId));
        if (before == null && letterOf.isEmpty()) {
            return Set.of();
        }
        Set<String> origins = new HashSet<>();
        if (before instanceof Set<?> ids) {
            ids.forEach(id -> origins.add(String.valueOf(id)));
        }
        letterOf.ifPresent(origins::add);
        return Set.copyOf(origins);
    }
}
