package io.github.webhooksemitter.examples.quickstart;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the receiver does with a request: prints it, checks its signature, refuses the very first one. Thread safe. */
final class Inbox {
    private final SignatureCheck signatures;
    private final PrintStream out;
    private final Map<String, Integer> attempts = new HashMap<>();
    private final Set<String> verified = new HashSet<>();

    Inbox(String secret, PrintStream out) {
        this.signatures = new SignatureCheck(secret);
        this.out = out;
    }

    /** Returns the status to answer with. */
    synchronized String take(Request request) {
        String id = request.header("X-Webhooks-Delivery");
        boolean first = attempts.isEmpty();
        int attempt = attempts.merge(id, 1, Integer::sum);
        boolean genuine = signatures.verify(request.header("X-Webhooks-Signature"), request.body());
        String status = first ? "503 Service Unavailable" : genuine ? "204 No Content" : "401 Unauthorized";
        if (genuine) {
            verified.add(id);
        }
        out.printf(
                "%n%s%n%n%s%n--- attempt %d, signature %s, answered %s%s%n",
                request.head(),
                request.text(),
                attempt,
                genuine ? "verified" : "NOT VERIFIED",
                status,
                first ? " (on purpose: watch the next attempt)" : "");
        return status;
    }

    synchronized int requests() {
        return attempts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many deliveries came with a signature that was verified, however often they were attempted. */
    synchronized int verified() {
        return verified.size();
    }
}
