package io.github.webhooksemitter.emitter;

import java.util.Arrays;
import java.util.List;

/**
 * What an emitter attaches to in a fan-out: an event name whose dot-separated segments may be {@code *}.
 *
 * <p>{@code *} alone matches every event, at the end one or more segments, elsewhere exactly one. Matching is case
 * sensitive. Immutable.
 *
 * @param text the pattern as written
 * @param segments its parts between the dots
 */
public record EventPattern(String text, List<String> segments) {
    private static final String ANY = "*";

    /**
     * Reads a comma-separated list of patterns.
     *
     * @throws IllegalArgumentException if one is not valid; the message names the option and the cure
     */
    public static List<EventPattern> parseAll(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .map(EventPattern::parse)
                .toList();
    }

    private static EventPattern parse(String text) {
        List<String> segments = List.of(text.split("\\.", -1));
        if (!Visible.isToken(text, 256) || segments.stream().anyMatch(EventPattern::isBroken)) {
            throw new IllegalArgumentException("Option events has the invalid pattern '" + Visible.text(text)
                    + "': write event names whose segments between the dots may be '*',"
                    + " as in invoice.*,order.*.closed,order.created or * alone.");
        }
        return new EventPattern(text, segments);
    }

    private static boolean isBroken(String segment) {
        return segment.isEmpty() || segment.contains(ANY) && !segment.equals(ANY);
    }

    /** Tells whether an emitter with this pattern gets the event. */
    public boolean matches(String event) {
        if (text.equals(ANY)) {
            return true;
        }
        String[] parts = event.split("\\.", -1);
        int last = segments.size() - 1;
        boolean open = segments.get(last).equals(ANY);
        if (open ? parts.length < segments.size() : parts.length != segments.size()) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            if (!segments.get(i).equals(ANY) && !segments.get(i).equals(parts[i])) {
                return false;
            }
        }
        return true;
    }
}
