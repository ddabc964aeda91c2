package io.github.webhooksemitter.emitter;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Explicit waits between attempts, such as {@code 5s,5m,30m,2h}. */
final class RetrySchedule {
    private RetrySchedule() {}

    static List<Duration> parse(String list) {
        return Arrays.stream(list.split(",", -1)).map(RetrySchedule::wait).toList();
    }

    private static Duration wait(String text) {
        return Durations.parse(text)
                .filter(wait -> wait.compareTo(Duration.ofDays(365)) <= 0)
                .orElseThrow(() -> new IllegalArgumentException("Option retrySchedule has the wait '"
                        + Visible.text(text.strip())
                        + "', which is not a duration: write waits such as 5s,5m,30m,2h."));
    }
}
