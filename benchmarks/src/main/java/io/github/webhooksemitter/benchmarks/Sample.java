package io.github.webhooksemitter.benchmarks;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How much of each resource there was at one time. */
record Sample(Map<Resource, Long> amounts) {
    long of(Resource resource) {
        Long amount = amounts.get(resource);
        return amount == null ? 0 : amount;
    }

    Sample with(Resource resource, long amount) {
        Map<Resource, Long> more = new EnumMap<>(Resource.class);
        more.putAll(amounts);
        more.put(resource, amount);
        return new Sample(more);
    }

    /** As {@link #parse} reads it: a word for each resource. */
    String toText() {
        return Arrays.stream(Resource.values())
                .map(resource -> Long.toString(of(resource)))
                .collect(Collectors.joining(" "));
    }

    static Sample parse(String text) {
        Iterator<String> words = List.of(text.split(" ", -1)).iterator();
        Map<Resource, Long> amounts = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            amounts.put(resource, Long.parseLong(words.next()));
        }
        return new Sample(amounts);
    }

    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(amount -> amount.getValue() + " " + amount.getKey().label())
                .collect(Collectors.joining(", "));
    }
}
