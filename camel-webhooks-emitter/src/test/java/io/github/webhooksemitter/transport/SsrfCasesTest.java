package io.github.webhooksemitter.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of hostile and harmless urls, at start and at connect, with the policy that is shipped. */
class SsrfCasesTest extends TransportTestSupport {
    private static final NetworkPolicy SHIPPED = NetworkPolicy.of("public", "80,443,1024-65535");
    private static final Pattern RECORD = Pattern.compile("A{1,4}=([0-9a-f.:]+)");
    private static final Pattern HOST = Pattern.compile("https?://(?:[^/@]*@)?(\\[[^]]*]|[^/:#\\\\]*).*");

    /** Rows about more than one lookup, or about a proxy: {@link NetworkGuardTest} has a test for each. */
    private static final Set<String> STORIES = Set.of("flip", "slow", "many", "proxied", "pooled");

    private final FixedDns dns = new FixedDns();
    private final Dial dial = new Dial();

    record Row(String url, boolean allowed, String reason) {
        boolean isAboutDns() {
            return reason.startsWith("dns:");
        }

        boolean isStory() {
            return STORIES.stream().anyMatch(name -> url.startsWith("https://" + name + ".test.example"));
        }

        String host() {
            Matcher matcher = HOST.matcher(url);
            return matcher.matches() ? matcher.group(1).replaceAll("[\\[\\]]", "") : "";
        }

        List<String> records() {
            return reason.contains("CNAME")
                    ? List.of("127.0.0.1")
                    : RECORD.matcher(reason)
                            .results()
                            .map(record -> record.group(1))
                            .toList();
        }

        @Override
        public String toString() {
            return url + " " + reason;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = SsrfCasesTest.class.getResourceAsStream("/ssrf-cases.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .map(cells -> new Row(cells[0].replace("\\t", "\t"), cells[1].equals("allow"), cells[2]));
        }
    }

    static Stream<Row> rowsOfOneLookup() throws IOException {
        return rows().filter(row -> !row.isStory());
    }

    @Test
    void every_row_is_tested_and_every_story_told() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(130);
        assertThat(rows().filter(Row::isStory)).hasSize(STORIES.size());
        assertThat(rowsOfOneLookup().filter(Row::isAboutDns))
                .allSatisfy(row -> assertThat(row.records()).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("rowsOfOneLookup")
    void at_start(Row row) {
        Throwable refused = catchThrowable(() -> SHIPPED.check("url", Target.parse(row.url)));

        if (row.allowed || row.isAboutDns()) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused).isInstanceOf(IllegalArgumentException.class);
            assertThat(refused.getMessage())
                    .matches("(?i)(Option )?url [^\\n]+")
                    .doesNotContain("/h ", "passwd");
        }
    }

    @ParameterizedTest
    @MethodSource("rowsOfOneLookup")
    void at_connect(Row row) throws Exception {
        Target target;
        try {
            target = Target.parse(row.url);
        } catch (IllegalArgumentException e) {
            target = pastTheParser(row);
        }
        if (target == null) {
            return;
        }
        List<String> records = row.records();
        if (row.isAboutDns()) {
            dns.say(ReceiverHost.ascii(target.host().getHostName()), records.toArray(String[]::new));
        }
        transport.stop();
        transport = new Transport(context, dns, dial::socket);
        transport.start();

        Attempt attempt = send(sender(SHIPPED, Map.of()), new Attempt(target, List.of(), new byte[0], LONG));

        if (row.allowed) {
            assertThat(attempt.failure()).contains(Failure.CONNECT);
            assertThat(dial.addresses())
                    .containsExactlyElementsOf(
                            row.isAboutDns()
                                    ? records.stream().map(SsrfCasesTest::spelt).toList()
                                    : List.of(spelt(target.host().getHostName())));
        } else {
            assertThat(attempt.failure()).contains(Failure.BLOCKED);
            assertThat(dial.addresses()).isEmpty();
        }
        assertThat(dns.asked()).hasSizeLessThanOrEqualTo(1);
    }

    private static String spelt(String literal) {
        return ReceiverHost.literal(literal).orElseThrow().getHostAddress();
    }

    /** What the parser refuses for its host, handed to the transport as if it had not. */
    private static Target pastTheParser(Row row) {
        try {
            boolean onlyTheHost = row.url.matches("http://[^/@#]+/h");
            return onlyTheHost && !row.url.matches(".*:[0-9]+/h|http://8\\.8\\.8\\.8.*")
                    ? new Target(URI.create("http://any.example/h"), new HttpHost("http", row.host(), 80), "/h")
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
