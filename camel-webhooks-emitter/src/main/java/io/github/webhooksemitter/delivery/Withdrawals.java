package io.github.webhooksemitter.delivery;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Takes deliveries of one emitter back: they are given up as soon as no attempt is under way. Thread safe. */
final class Withdrawals {
    private final Lane lane;
    private final Engine engine;

    Withdrawals(Lane lane, Engine engine) {
        this.lane = lane;
        this.engine = engine;
    }

    /** Takes back what is asked for and is not ending already; how many deliveries. */
    int takeBack(Predicate<AcceptedDelivery> which, Reason reason) {
        return takeBack(which, taken -> which.test(taken.accepted()), reason);
    }

    /**
     * Takes back what is asked for and is not ending already: what waits ends now, an attempt under way is the last one.
     *
     * @param waiting which of those that wait in the queue
     * @param taken which of those that were taken out of it before
     * @return how many deliveries
     */
    int takeBack(Predicate<AcceptedDelivery> waiting, Predicate<Delivery> taken, Reason reason) {
        if (lane.ending().isPresent()) {
            return 0;
        }
        List<Delivery> queued = lane.takeOut(waiting);
        queued.forEach(delivery -> delivery.endWith(reason));
        // Those just taken out are ending by now, and have no retry parked.
        List<Delivery> out = lane.taken().stream()
                .filter(delivery -> delivery.ending().isEmpty() && !delivery.isSettled())
                .filter(taken)
                .toList();
        out.forEach(delivery -> delivery.endWith(reason));
        out.forEach(Delivery::retryNow);
        lane.goOn();
        giveUpInOrder(queued.iterator(), reason);
        return queued.size() + out.size();
    }

    private void giveUpInOrder(Iterator<Delivery> deliveries, Reason reason) {
        if (deliveries.hasNext()) {
            Delivery next = deliveries.next();
            engine.workers().execute(() -> engine.pipeline().giveUp(next, reason, () -> {
                lane.endedAside();
                giveUpInOrder(deliveries, reason);
            }));
        }
    }
}
