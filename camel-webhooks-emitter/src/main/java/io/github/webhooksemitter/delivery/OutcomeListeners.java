package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.EmitterId;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Who is told of outcomes, by emitter id; costs a look at an empty map while there is nobody. Thread safe. */
final class OutcomeListeners {
    private final ConcurrentMap<String, List<OutcomeQueue>> queues = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    void add(String emitterId, OutcomeQueue queue) {
        queues.compute(emitterId, (any, list) -> {
            List<OutcomeQueue> all = list == null ? new CopyOnWriteArrayList<>() : list;
            all.add(queue);
            return all;
        });
    }

    void remove(String emitterId, OutcomeQueue queue) {
        queues.computeIfPresent(emitterId, (any, list) -> {
            list.remove(queue);
            return list.isEmpty() ? null : list;
        });
        dropped.add(queue.close());
    }

    /** Tells everyone who listens to this emitter, or to all. Never blocks. */
    void publish(String emitterId, Outcome outcome, Supplier<OutcomeEvent> event) {
        if (!queues.isEmpty()) {
            tell(emitterId, outcome, event);
            tell(EmitterId.ALL, outcome, event);
        }
    }

    private void tell(String listenersOf, Outcome outcome, Supplier<OutcomeEvent> event) {
        for (OutcomeQueue queue : queues.getOrDefault(listenersOf, List.of())) {
            if (queue.wants(outcome) && !queue.offer(event.get())) {
                dropped.increment();
            }
        }
    }

    /** Outcomes that found a listener's queue full. */
    long dropped() {
        return dropped.sum();
    }
}
