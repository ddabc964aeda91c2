package io.github.webhooksemitter.emitter;

import java.util.regex.Pattern;

/** The names emitters go by: {@code [A-Za-z0-9._-]{1,128}}, and {@code *} for every emitter attached to an event. */
public final class EmitterId {
    /** Stands for every emitter attached to the event; never the id of one. */
    public static final String ALL = "*";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private EmitterId() {}

    /** Tells whether the text can be the id of an emitter, or stands for all. */
    public static boolean isValid(String id) {
        return id.equals(ALL) || FORM.matcher(id).matches();
    }

    /**
     * Checks the id of one emitter.
     *
     * @return the id, as given
     * @throws IllegalArgumentException if it has another form
     */
    public static String check(String id) {
        if (!FORM.matcher(id).matches()) {
            // A url in the id's place may hold a token.
            String shown = id.indexOf('/') < 0 && id.indexOf(':') < 0 ? "'" + Visible.text(id) + "' " : "";
            throw new IllegalArgumentException("The emitter id " + shown
                    + "is not valid: use 1 to 128 letters, digits, '.', '_' or '-', as in webhooks-emitter:billing.");
        }
        return id;
    }
}
