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
    int takeBack(Predicate<Delivery> which, Reason reason) {
        return takeBack(
                lane.unended().stream()
                        .filter(delivery -> delivery.ending().isEmpty() && !delivery.isSettled())
                        .filter(which)
                        .toList(),
                reason);
    }

    /** Takes these back: what waits ends now, an attempt under way is the last one. How many had not ended. */
    int takeBack(List<Delivery> deliveries, Reason reason) {
        List<Delivery> queued = lane.takeOut(deliveries);
        // Those just taken out are out, too, and have no retry parked.
        List<Delivery> out = deliveries.stream().filter(lane::isOut).toList();
        out.forEach(delivery -> delivery.endWith(reason));
        out.forEach(Delivery::retryNow);
        lane.goOn();
        giveUpInOrder(queued.iterator(), reason);
        return out.size();
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
