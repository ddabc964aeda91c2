package io.github.webhooksemitter.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventPatternTest {
    @Property
    void matches_as_the_same_rule_written_as_a_regular_expression(
            @ForAll("patterns") String pattern, @ForAll("events") String event) {
        assertThat(matches(pattern, event))
                .isEqualTo(rule(pattern).matcher(event).matches());
    }

    /** At the end one or more segments, elsewhere exactly one. */
    private static Pattern rule(String pattern) {
        List<String> parts = new ArrayList<>();
        String[] segments = pattern.split("\\.");
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            parts.add(!segments[i].equals("*") ? Pattern.quote(segments[i]) : last ? ".+" : "[^.]+");
        }
        return Pattern.compile(String.join("\\.", parts));
    }

    @Property
    void a_name_matches_itself_and_no_other_name(@ForAll("events") String name, @ForAll("events") String other) {
        assertThat(matches(name, name)).isTrue();
        assertThat(matches(name, other)).isEqualTo(name.equals(other));
    }

    @Property
    void a_star_alone_matches_everything(@ForAll("events") String event) {
        assertThat(matches("*", event)).isTrue();
    }

    @Property
    void a_star_in_the_place_of_any_one_segment_still_matches(@ForAll("events") String event, @ForAll int place) {
        String[] segments = event.split("\\.");
        segments[Math.floorMod(place, segments.length)] = "*";

        assertThat(matches(String.join(".", segments), event)).isTrue();
    }

    @Property
    void a_star_at_the_end_matches_more_segments_but_not_none(
            @ForAll("events") String head, @ForAll("events") String tail) {
        assertThat(matches(head + ".*", head + "." + tail)).isTrue();
        assertThat(matches(head + ".*", head)).isFalse();
        assertThat(matches(head + ".*", head + "x." + tail)).isFalse();
    }

    @Property
    void a_list_is_its_patterns_whatever_blanks_are_around_them(
            @ForAll("patterns") String first, @ForAll("patterns") String second) {
        assertThat(EventPattern.parseAll(" " + first + " ,\t" + second))
                .extracting(EventPattern::text)
                .containsExactly(first, second);
    }

    @Example
    void examples_of_the_documentation() {
        assertThat(matches("invoice.*", "invoice.paid")).isTrue();
        assertThat(matches("invoice.*", "invoice.paid.late")).isTrue();
        assertThat(matches("invoice.*", "invoices.paid")).isFalse();
        assertThat(matches("invoice.*", "Invoice.paid")).isFalse();
        assertThat(matches("order.*.closed", "order.7.closed")).isTrue();
        assertThat(matches("order.*.closed", "order.7.8.closed")).isFalse();
        assertThat(matches("order.*.closed", "order.closed")).isFalse();
        assertThat(matches("order.*.*", "order.7")).isFalse();
        assertThat(matches("order.*.*", "order.7.8.9")).isTrue();
        assertThat(matches("order.created", "order.created")).isTrue();
        assertThat(matches("order.created", "order.created.twice")).isFalse();
        assertThat(matches("order.created", "orderXcreated")).isFalse();
        assertThat(matches("*.created", "order.created")).isTrue();
        assertThat(matches("*.created", "created")).isFalse();
    }

    @Property
    void what_is_no_pattern_is_refused_and_the_sentence_names_the_option(@ForAll("broken") String pattern) {
        assertThatThrownBy(() -> EventPattern.parseAll("invoice.paid," + pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Option events ")
                .hasMessageMatching("[ -~…]+");
    }

    private static boolean matches(String pattern, String event) {
        return EventPattern.parseAll(pattern).get(0).matches(event);
    }

    @Provide
    Arbitrary<String> events() {
        return dotted(segments());
    }

    @Provide
    Arbitrary<String> patterns() {
        return dotted(Arbitraries.oneOf(Arbitraries.just("*"), segments()));
    }

    @Provide
    Arbitrary<String> broken() {
        return Arbitraries.of(
                "", " ", ".", "a.", ".a", "a..b", "a*", "*a", "a.b*", "**", "a.**", "a b", "größe", "a\nb", "a\u0000b");
    }

    /** Few letters and short, so that names meet each other; with what a regular expression would take for more. */
    private static Arbitrary<String> segments() {
        return Arbitraries.strings().withChars("abAB$+").ofMinLength(1).ofMaxLength(2);
    }

    private static Arbitrary<String> dotted(Arbitrary<String> segments) {
        return segments.list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join(".", parts));
    }
}
