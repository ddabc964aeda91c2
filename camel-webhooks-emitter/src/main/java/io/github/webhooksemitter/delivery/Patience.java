package io.github.webhooksemitter.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * How long an emit may take.
 *
 * @param whenFull what a full queue means
 * @param enqueueTimeout how long {@link WhenFull#BLOCK} waits, and how long a broker may take to confirm
 * @param waitForDelivery whether the emit ends only when the delivery has
 * @param waitTimeout how long it waits for that; empty: as long as the delivery takes
 * @param mayDeadLetter whether a delivery that finds no place may go to the dead letter endpoint
 */
public record Patience(
        WhenFull whenFull,
        Duration enqueueTimeout,
        boolean waitForDelivery,
        Optional<Duration> waitTimeout,
        boolean mayDeadLetter) {

    /** The same, but never blocking: for a fan-out. */
    Patience withoutBlocking() {
        return whenFull == WhenFull.BLOCK
                ? new Patience(WhenFull.FAIL, enqueueTimeout, waitForDelivery, waitTimeout, mayDeadLetter)
                : this;
    }

    /** For a route that handles dead letters or outcomes: full means fail, since a letter of a letter could go round for ever. */
    public Patience afterwards() {
        return new Patience(WhenFull.FAIL, enqueueTimeout, waitForDelivery, waitTimeout, false);
    }
}
