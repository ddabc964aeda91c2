package io.github.webhooksemitter.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the accepted deliveries of one emitter wait, in order. Its lane's lock guards every call. */
interface EmitterQueue {
    void add(Delivery delivery);

    Optional<Delivery> poll();

    int size();

    /** Takes deliveries out of the middle; those that were there, in order. */
    List<Delivery> remove(Set<Delivery> deliveries);

    /** What waits now, first one first. */
    List<Delivery> waiting();

    /** Ends the queue of a detached emitter. */
    void close();
}
