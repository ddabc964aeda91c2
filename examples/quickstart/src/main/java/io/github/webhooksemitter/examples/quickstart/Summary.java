package io.github.webhooksemitter.examples.quickstart;

import java.util.Optional;
import java.util.StringJoiner;

/**
 * How it went, in one line.
 *
 * @param progress what the emitter says
 * @param inbox what the receiver of the example says; empty: the events went to the user's own
 */
record Summary(Progress progress, Optional<Inbox> inbox) {
    boolean isGood() {
        return progress.delivered() == progress.events()
                && inbox.map(box -> box.verified() == progress.events()).orElse(true);
    }

    @Override
    public String toString() {
        StringJoiner line = new StringJoiner(", ", System.lineSeparator(), "");
        add(line, progress.events(), progress.events() == 1 ? "event" : "events");
        inbox.ifPresent(box -> add(line, box.requests(), "requests"));
        add(line, progress.delivered(), "delivered");
        inbox.ifPresent(box -> add(line, box.verified(), "signatures verified"));
        addIfAny(line, progress.notSent(), "refused");
        addIfAny(line, progress.dead(), "given up");
        addIfAny(
                line, progress.open(), progress.isPaused() ? "left because the emitter is paused" : "not done in time");
        return line.toString();
    }

    private static void addIfAny(StringJoiner line, int count, String what) {
        if (count > 0) {
            add(line, count, what);
        }
    }

    private static void add(StringJoiner line, int count, String what) {
        line.add(count + " " + what);
    }
}
