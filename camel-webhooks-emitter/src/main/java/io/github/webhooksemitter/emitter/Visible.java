package io.github.webhooksemitter.emitter;

/** Foreign text made fit for an error message: one line, visible ASCII only, short. */
public final class Visible {
    private static final int LONGEST = 80;

    private Visible() {}

    /** Returns the text with everything but visible ASCII and blanks replaced by {@code ?}, cut after 80 characters. */
    public static String text(String foreign) {
        String shown = foreign.length() > LONGEST ? foreign.substring(0, LONGEST) + "…" : foreign;
        StringBuilder safe = new StringBuilder(shown.length());
        shown.chars().forEach(c -> safe.append(c >= ' ' && c <= '~' || c == '…' ? (char) c : '?'));
        return safe.toString();
    }

    /** Tells whether the text has 1 to {@code longest} characters, all of them visible ASCII (no blanks). */
    public static boolean isToken(String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
