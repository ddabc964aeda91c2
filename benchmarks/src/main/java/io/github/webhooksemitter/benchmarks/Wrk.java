package io.github.webhooksemitter.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit of the receiver: {@code wrk}, a client in C, sends the same request over and over, a connection per emitter. */
record Wrk(Traffic traffic) implements Measure {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    /** What wrk had on the way when its time was up reaches the receiver within this time, and would disturb the next count. */
    private static final int STRAGGLERS_MILLIS = 200;

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "wrk")));
    }

    @Override
    public Map<Metric, Double> take(Lab lab) throws IOException, InterruptedException {
        Path script = Files.createTempFile("wrk", ".lua");
        try {
            Files.writeString(script, script());
            lab.receiver().expect(Integer.MAX_VALUE);
            String report = run(lab, script);
            Thread.sleep(STRAGGLERS_MILLIS);
            ReceiverProcess.Sum sum = lab.receiver().sum();
            Map<Metric, Double> results = new EnumMap<>(Metric.class);
            results.put(Metric.RATE, rate(report));
            results.put(
                    Metric.RECEIVER_BUSY, sum.cpuNanos() / 1e7 / lab.options().seconds());
            return results;
        } finally {
            Files.delete(script);
        }
    }

    private String run(Lab lab, Path script) throws IOException, InterruptedException {
        List<String> command = List.of(
                "wrk",
                "-t1",
                "-c" + traffic.emitters(),
                "-d" + lab.options().seconds() + "s",
                "-s" + script,
                lab.receiver().target(traffic).url(0));
        Process wrk = new ProcessBuilder(new Commands(lab.options()).besidesTheReceiver(command))
                .redirectErrorStream(true)
                .start();
        try {
            return new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            wrk.destroyForcibly().waitFor();
        }
    }

    static double rate(String report) {
        Matcher rate = RATE.matcher(report);
        if (!rate.find() || report.contains("Non-2xx")) {
            throw new IllegalStateException("wrk did not do what it should: " + report);
        }
        return Double.parseDouble(rate.group(1));
    }

    /** One request for all: what is asked for is what the receiver can do, not wrk. */
    String script() throws IOException {
        byte[] body = new ObjectMapper().writeValueAsBytes(Event.ofBytes(traffic.payload()));
        StringBuilder script = new StringBuilder("wrk.method = 'POST'\n");
        new SignedRequest(
                        body,
                        "00000000-0000-4000-8000-000000000000",
                        traffic.scheme().signer())
                .eachHeader((name, value) -> script.append("wrk.headers['")
                        .append(name)
                        .append("'] = '")
                        .append(value)
                        .append("'\n"));
        return script.append("wrk.body = [==[")
                .append(new String(body, StandardCharsets.UTF_8))
                .append("]==]\n")
                .toString();
    }
}
