package io.github.webhooksemitter.emitter;

import java.util.Arrays;
import java.util.List;

/** Options that are lists in one text: separated by commas, blanks around the parts left out. */
final class TextList {
    private TextList() {}

    static List<String> of(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }
}
