package io.github.webhooksemitter.transport;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports that deliveries may go to: the union of what the option {@code allowedPorts} lists. Immutable. */
record AllowedPorts(Set<Range> ranges) {
    private static final Pattern ENTRY = Pattern.compile("([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?");
    private static final int LARGEST = 65_535;

    /** Both ends included. */
    record Range(int first, int last) {}

    /** @throws IllegalArgumentException in one sentence that names the option and the cure */
    static AllowedPorts parse(String text) {
        Set<Range> ranges = new HashSet<>();
        for (String entry : text.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw refused();
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (first > last || last > LARGEST) {
                throw refused();
            }
            ranges.add(new Range(first, last));
        }
        return new AllowedPorts(Set.copyOf(ranges));
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException(
                "Option allowedPorts must be a comma list of ports and ranges from 1 to 65535,"
                        + " such as 80,443,1024-65535.");
    }

    boolean contains(int port) {
        for (Range range : ranges) {
            if (range.first <= port && port <= range.last) {
                return true;
            }
        }
        return false;
    }
}
