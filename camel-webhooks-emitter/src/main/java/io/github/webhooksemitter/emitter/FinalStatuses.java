package io.github.webhooksemitter.emitter;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The HTTP statuses after which no further attempt is worth it, such as {@code 400,422,4xx}. A class leaves out what is
 * known to pass: {@code 4xx} is without 408, 425 and 429. Immutable, thread safe.
 */
public final class FinalStatuses {
    private static final FinalStatuses NONE = new FinalStatuses(Set.of());
    private static final Pattern STATUS = Pattern.compile("[345]\\d\\d");
    private static final Pattern CLASS = Pattern.compile("[345]xx");
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private final Set<Integer> statuses;

    private FinalStatuses(Set<Integer> statuses) {
        this.statuses = statuses;
    }

    /** No status is final. */
    static FinalStatuses none() {
        return NONE;
    }

    static FinalStatuses parse(String list) {
        Set<Integer> statuses = new TreeSet<>();
        Arrays.stream(list.split(",", -1)).map(String::strip).forEach(item -> add(item, statuses));
        return new FinalStatuses(statuses);
    }

    private static void add(String item, Set<Integer> statuses) {
        if (STATUS.matcher(item).matches()) {
            statuses.add(Integer.valueOf(item));
        } else if (CLASS.matcher(item).matches()) {
            int first = (item.charAt(0) - '0') * 100;
            IntStream.range(first, first + 100)
                    .filter(status -> !PASSING.contains(status))
                    .forEach(statuses::add);
        } else {
            throw new IllegalArgumentException("Option finalStatuses has '" + Visible.text(item)
                    + "', which is no status from 300 to 599: write statuses or classes such as 400,422,4xx.");
        }
    }

    /** Tells whether this status ends a delivery. */
    public boolean contains(int status) {
        return statuses.contains(status);
    }
}
