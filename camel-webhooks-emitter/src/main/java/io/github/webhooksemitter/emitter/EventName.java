package io.github.webhooksemitter.emitter;

/** The name of what happened, such as {@code invoice.paid}: 1 to 256 visible ASCII characters without {@code *} and {@code ,}. */
public final class EventName {
    private static final int LONGEST = 256;

    private EventName() {}

    /** Tells whether the text can name an event. */
    public static boolean isValid(String name) {
        return Visible.isToken(name, LONGEST) && name.indexOf('*') < 0 && name.indexOf(',') < 0;
    }

    /**
     * Checks the name of an event.
     *
     * @param source where the name came from, for the message: {@code "option event"} or {@code "header …"}
     * @return the name, as given
     * @throws IllegalArgumentException if it cannot name an event
     */
    public static String check(String name, String source) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("The event name '" + Visible.text(name) + "' from " + source
                    + " is not valid: use 1 to 256 visible ASCII characters without blanks, '*' and ',',"
                    + " as in invoice.paid.");
        }
        return name;
    }
}
