package io.github.webhooksemitter.reliability;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What happened, as callers and receiver have seen it, and what of that must not happen. Thread safe. */
final class History {
    /** What a process sent before its end can reach the receiver later, and a node needs time to notice that its broker is gone. */
    private static final Duration NOTICED = Duration.ofSeconds(2);

    /** How long an attempt may take, that of a node that has lost its broker too. */
    private static final Duration LONGEST = EmitterNode.REQUEST_TIMEOUT.plusMillis(250);

    /**
     * An event that was given to a node.
     *
     * @param caller who has sent it: one after the other to one emitter
     * @param number grows with each that the caller sends
     */
    record Sent(String id, String emitter, String caller, long number, String hash) {}

    /** A request at the receiver, from its arrival until just before the answer. */
    record Attempt(String emitter, String id, String node, String hash, int status, long begin, long end) {
        boolean isDelivered() {
            return status < 300;
        }

        boolean isTooLong() {
            return end - begin > LONGEST.toNanos();
        }
    }

    /** A kill. The node {@code *} stands for what all nodes need. */
    record Crash(String node, long begin, long end) {
        /** Whether it may have cut off that attempt from its node, and let another begin then. */
        boolean cutOff(Attempt attempt, long next) {
            return (node.equals("*") || node.equals(attempt.node()))
                    && begin <= next
                    && attempt.begin() <= end + NOTICED.toNanos();
        }
    }

    /** Figures for a report. */
    record Figures(int sent, int accepted, int delivered, int deadLettered, int attempts, int repeats, int kills) {}

    private final Map<String, Sent> sent = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<String, Set<String>> hashes = new HashMap<>();

    /** Delivered or dead-lettered, in the order in which that first happened. */
    private final Map<String, String> endings = new LinkedHashMap<>();

    private final List<Crash> crashes = new ArrayList<>();

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void sent(Sent event) {
        sent.put(event.id(), event);
    }

    synchronized void accepted(String id) {
        accepted.add(id);
    }

    synchronized void attempted(Attempt attempt) {
        attempts.add(attempt);
        hashes.computeIfAbsent(attempt.id(), id -> new HashSet<>()).add(attempt.hash());
        if (attempt.isDelivered()) {
            endings.putIfAbsent(attempt.id(), "delivered");
        }
        notifyAll();
    }

    synchronized void deadLettered(String id, String hash) {
        hashes.computeIfAbsent(id, any -> new HashSet<>()).add(hash);
        endings.putIfAbsent(id, "dead-lettered");
        notifyAll();
    }

    synchronized void crashed(Crash crash) {
        crashes.add(crash);
    }

    synchronized boolean hasEnded(String id) {
        return endings.containsKey(id);
    }

    synchronized int ended() {
        return endings.size();
    }

    synchronized int attempts() {
        return attempts.size();
    }

    /** Accepted, and neither delivered nor dead-lettered. */
    synchronized List<String> open() {
        return accepted.stream().filter(id -> !endings.containsKey(id)).sorted().toList();
    }

    synchronized Figures figures() {
        int delivered =
                (int) endings.values().stream().filter("delivered"::equals).count();
        int successes = (int) attempts.stream().filter(Attempt::isDelivered).count();
        Set<String> ids =
                attempts.stream().filter(Attempt::isDelivered).map(Attempt::id).collect(Collectors.toSet());
        return new Figures(
                sent.size(),
                accepted.size(),
                delivered,
                endings.size() - delivered,
                attempts.size(),
                successes - ids.size(),
                crashes.size());
    }

    /** What must not have happened, one sentence each; empty: all is well. To be asked when nothing goes on any more. */
    synchronized List<String> violations() {
        List<String> found = new ArrayList<>();
        open().forEach(id -> found.add("lost: " + id + " was accepted, and neither delivered nor dead-lettered"));
        otherBytes(found);
        disorder(found);
        attempts.stream().collect(Collectors.groupingBy(Attempt::emitter)).forEach((emitter, all) -> {
            repeats(found, emitter, all);
            overlaps(found, all);
        });
        return found;
    }

    private void otherBytes(List<String> found) {
        hashes.forEach((id, seen) -> {
            Sent event = sent.get(id);
            if (event == null || !seen.equals(Set.of(event.hash()))) {
                found.add("changed: " + id + " arrived with other bytes than were sent, or was never sent");
            }
        });
    }

    /** Among the accepted: a caller that saw no success sent the next one while a broker may not yet have had this one. */
    private void disorder(List<String> found) {
        Map<String, Sent> last = new HashMap<>();
        for (String id : endings.keySet()) {
            Sent event = sent.get(id);
            if (event != null && accepted.contains(id)) {
                Sent before = last.merge(event.caller(), event, (a, b) -> a.number() > b.number() ? a : b);
                if (before.number() > event.number()) {
                    found.add("reordered: " + id + " ended after " + before.id());
                }
            }
        }
    }

    /** One delivery at a time is in hand: of each emitter, a crash can repeat one. */
    private void repeats(List<String> found, String emitter, List<Attempt> all) {
        Map<String, List<Attempt>> delivered = all.stream()
                .filter(Attempt::isDelivered)
                .sorted(Comparator.comparingLong(Attempt::begin))
                .collect(Collectors.groupingBy(Attempt::id, LinkedHashMap::new, Collectors.toList()));
        Set<Crash> unused = new LinkedHashSet<>(crashes);
        delivered.forEach((id, times) -> {
            for (int i = 1; i < times.size(); i++) {
                Attempt first = times.get(i - 1);
                Attempt second = times.get(i);
                Optional<Crash> cause = unused.stream()
                        .filter(crash -> crash.cutOff(first, second.begin()))
                        .findFirst();
                if (cause.isEmpty()) {
                    found.add("repeated: " + id + " was delivered by " + first.node() + " and again by " + second.node()
                            + " without a crash that repeats no other delivery of " + emitter);
                }
                cause.ifPresent(unused::remove);
            }
        });
    }

    /** What a crash cut off may go on at the receiver, while the same delivery, and then others, are attempted anew. */
    private void overlaps(List<String> found, List<Attempt> all) {
        List<Attempt> running = new ArrayList<>();
        Set<Attempt> replaced = new HashSet<>();
        all.stream().sorted(Comparator.comparingLong(Attempt::begin)).forEach(next -> {
            running.removeIf(attempt -> attempt.end() <= next.begin());
            for (Attempt attempt : running) {
                boolean cutOff = crashes.stream().anyMatch(crash -> crash.cutOff(attempt, next.begin()));
                if (cutOff && attempt.id().equals(next.id())) {
                    replaced.add(attempt);
                }
                if (attempt.isTooLong()) {
                    found.add("outlasted: " + attempt.id() + " of node " + attempt.node()
                            + " was under way for longer than " + LONGEST + ", while node " + next.node() + " went on");
                }
                if (!replaced.contains(attempt)) {
                    found.add("overlapped: " + next.id() + " of node " + next.node() + " began while " + attempt.id()
                            + " of node " + attempt.node() + " was under way");
                }
            }
            running.add(next);
        });
    }
}
