package io.github.webhooksemitter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SummaryTest {
    private static final Suite SUITE = new BesideBare("sizes", "Sizes <of> events", Map.of("1 KB", Traffic.to(16)));
    private static final String OURS = "1 KB, ours";
    private static final String BARE = "1 KB, bare";

    private final Summary summary = Summary.of(
            SUITE, List.of(measured(1, OURS, 30), measured(1, BARE, 20), measured(2, OURS, 10), measured(2, BARE, 40)));

    @Test
    void ratios_are_those_of_the_same_round() {
        Summary.Ratio ratio = summary.ratio(Comparison.ofRates(OURS, BARE));

        assertThat(ratio.perRound()).isEqualTo(new Spread(0.25, 0.875, 1.5));
        assertThat(ratio.ofBest()).isEqualTo(0.75);
        assertThat(summary.rows().get(0).results()).isEqualTo(Map.of(Metric.RATE, new Spread(10, 20, 30)));
    }

    @Test
    void a_ratio_that_nobody_asked_for_is_an_error() {
        assertThatThrownBy(() -> summary.ratio(Comparison.ofRates(BARE, OURS)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_table_shows_what_was_measured_and_no_column_that_was_not() {
        assertThat(new Table(summary).toString())
                .contains("10 | 20 | 30", "20 | 30 | 40", "ratio 1 KB, ours / 1 KB, bare")
                .contains("delivered/s: 0.25 | 0.88 | 1.50 per round, 0.75 of the highest")
                .doesNotContain("CPU");
    }

    @Test
    void the_plot_is_well_formed_and_its_bars_are_in_proportion() throws Exception {
        String svg = new Plot(List.of(summary)).toString();
        NodeList bars = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("rect");

        assertThat(svg).contains("Sizes &lt;of> events: delivered/s");
        // The first one is the background.
        assertThat(bars.getLength()).isEqualTo(3);
        assertThat(width(bars, 1) / width(bars, 2)).isCloseTo(20.0 / 30.0, within(0.01));
    }

    @Test
    void results_are_written_as_json_and_as_a_plot(@TempDir Path directory) throws Exception {
        Results.Setting setting = Results.Setting.of(Options.parse("--rounds", "2"), "17");

        new Results(setting, List.of(summary), List.of(measured(1, OURS, 30))).write(directory.resolve("new"));

        Map<?, ?> json = new ObjectMapper()
                .readValue(directory.resolve("new/results.json").toFile(), Map.class);
        assertThat(json.get("setting")).asString().contains("rounds=2", "jvm=17");
        assertThat(json.get("summaries")).asString().contains("RATE={min=10.0, median=20.0, max=30.0}");
        assertThat(Files.readString(directory.resolve("new/results.svg"))).startsWith("<svg ");
    }

    private static double width(NodeList bars, int index) {
        return Double.parseDouble(((Element) bars.item(index)).getAttribute("width"));
    }

    private static Measurement measured(int round, String label, double rate) {
        return new Measurement("sizes", label, round, Map.of(Metric.RATE, rate));
    }
}
