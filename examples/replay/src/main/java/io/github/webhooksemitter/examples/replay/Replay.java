package io.github.webhooksemitter.examples.replay;

import java.io.File;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.main.Main;

/** Starts the routes in {@code camel/replay.camel.yaml}, replays the letters that are asked for, says how it went. */
public final class Replay {
    /** The form of {@code diedAt} in a letter: as text, such times have the order that they have as times. */
    private static final DateTimeFormatter DIED_AT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private Replay() {}

    /** Reads the system properties {@code replay.*}. Exits with 1 if a letter stays, with 2 if nothing was tried. */
    public static void main(String[] arguments) throws Exception {
        int exitCode = run(System.getProperties());
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static int run(Properties asked) throws Exception {
        Main main = new Main();
        try {
            Map<String, Object> headers = headers(asked);
            String folder = asked.getProperty("replay.folder", "demo");
            main.addOverrideProperty("replay.folder", folder);
            main.bind("letters", new Letters(Path.of(folder)));
            main.start();
            // A letter needs the emitter that it died of.
            File emitters = Path.of(folder, "emitters.json").toFile();
            main.getCamelTemplate().sendBody("webhooks-emitter:*?operation=put", emitters);
            Object fates = main.getCamelTemplate().requestBodyAndHeaders("direct:replay", "", headers);
            return summarise(fates instanceof List<?> list ? list : List.of());
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
            return 2;
        } catch (CamelExecutionException e) {
            System.out.println(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            return 2;
        } finally {
            main.stop();
        }
    }

    private static Map<String, Object> headers(Properties asked) {
        Map<String, Object> headers = new HashMap<>();
        String id = asked.getProperty("replay.id");
        String since = asked.getProperty("replay.since");
        String dryRun = asked.getProperty("replay.dryRun", "false");
        if (id == null && since == null || "".equals(id)) {
            throw new IllegalArgumentException(
                    "Say what to replay: -Dreplay.id=<delivery id>, or -Dreplay.since=<time>, or both.");
        } else if (!dryRun.equals("true") && !dryRun.equals("false")) {
            throw new IllegalArgumentException("Nothing was sent: -Dreplay.dryRun is either true or false.");
        }
        if (id != null) {
            headers.put("id", id);
        }
        if (since != null) {
            headers.put("since", time(since));
        }
        headers.put("dryRun", Boolean.valueOf(dryRun));
        return headers;
    }

    private static String time(String since) {
        try {
            return DIED_AT.format(OffsetDateTime.parse(since).withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("-Dreplay.since is no time such as 2026-11-24T10:00:00Z.", e);
        }
    }

    private static int summarise(List<?> fates) {
        int staying = Collections.frequency(fates, "STAYS");
        System.out.printf(
                "%d delivered, %d would be sent, %d stay, %d not asked for%n",
                Collections.frequency(fates, "DELIVERED"),
                Collections.frequency(fates, "WOULD_SEND"),
                staying,
                Collections.frequency(fates, "NOT_ASKED_FOR"));
        return staying == 0 ? 0 : 1;
    }
}
