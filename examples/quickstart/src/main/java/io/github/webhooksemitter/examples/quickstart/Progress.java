package io.github.webhooksemitter.examples.quickstart;

import java.util.Map;

/** The bean of the route: takes the emitter's status, and knows when every event has come to its end. Thread safe. */
public final class Progress {
    private final int events;
    private final Runnable whenDone;
    private int refused;
    private int delivered;
    private int dead;
    private String state = "";

    Progress(int events, Runnable whenDone) {
        this.events = events;
        this.whenDone = whenDone;
    }

    /** Takes what {@code operation=status} answers. */
    public synchronized void update(Map<String, Object> status) {
        delivered = count(status, "delivered");
        dead = count(status, "dead");
        state = String.valueOf(status.get("state"));
        if (delivered + dead + refused >= events || isPaused()) {
            whenDone.run();
        }
    }

    /** Counts a file that could not be sent at all. */
    public synchronized void refused() {
        refused++;
    }

    private static int count(Map<String, Object> status, String name) {
        return status.get(name) instanceof Number number ? number.intValue() : 0;
    }

    int events() {
        return events;
    }

    synchronized int notSent() {
        return refused;
    }

    synchronized int delivered() {
        return delivered;
    }

    synchronized int dead() {
        return dead;
    }

    synchronized int open() {
        return events - delivered - dead - refused;
    }

    /** A receiver that answers 410 pauses its emitter: what is queued then stays there. */
    synchronized boolean isPaused() {
        return state.equals("paused");
    }
}
