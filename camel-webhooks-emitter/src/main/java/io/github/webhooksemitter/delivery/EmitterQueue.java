package io.github.webhooksemitter.delivery;

import java.util.List;
import java.util.Optional;

/** Where the accepted deliveries of one emitter wait, in order. Its lane's lock guards every call. */
interface EmitterQueue {
    void add(Delivery delivery);

    Optional<Delivery> poll();

    int size();

    /** Takes a delivery out of the middle; false if it is not there (any more). */
    boolean remove(Delivery delivery);

    /** What waits now, first one first. */
    List<Delivery> waiting();

    /** Ends the queue of a detached emitter. */
    void close();
}
