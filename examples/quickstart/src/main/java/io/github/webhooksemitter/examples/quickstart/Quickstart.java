package io.github.webhooksemitter.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.main.Main;

/**
 * Runs the route in {@code camel/quickstart.camel.yaml} until every JSON file of the folder has come to its end, and
 * says how it went. Without {@code --url} the events go to a small receiver of its own.
 */
public final class Quickstart {
    private Quickstart() {}

    /** Exits with 0 only if every event arrived and, at the receiver of its own, every signature was verified. */
    public static void main(String[] arguments) {
        int exitCode = run(arguments, new PrintStream(System.out, true, StandardCharsets.UTF_8));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(String[] arguments, PrintStream out) {
        try {
            Settings settings = Settings.parse(arguments);
            if (settings.url().isPresent()) {
                return run(settings, settings.url().get(), Optional.empty(), out);
            }
            try (Receiver receiver = Receiver.start(new Inbox(settings.secret(), out))) {
                return run(settings, receiver.url(), Optional.of(receiver.inbox()), out);
            }
        } catch (IllegalArgumentException | IOException e) {
            out.println(e.getMessage());
            return 2;
        }
    }

    private static int run(Settings settings, String url, Optional<Inbox> inbox, PrintStream out) {
        Main main = new Main();
        Progress progress = new Progress(settings.events(), main::completed);
        main.addOverrideProperty("quickstart.folder", settings.folder().toString());
        main.addOverrideProperty("quickstart.url", url);
        main.addOverrideProperty("quickstart.secret", settings.secret());
        main.bind("progress", progress);
        try {
            main.run();
        } catch (Exception e) {
            throw new IllegalArgumentException(rootCause(e).getMessage(), e);
        }
        Summary summary = new Summary(progress, inbox);
        out.println(summary);
        return summary.isGood() ? 0 : 1;
    }

    private static Throwable rootCause(Throwable failure) {
        return failure.getCause() == null ? failure : rootCause(failure.getCause());
    }
}
