package io.github.webhooksemitter.examples.emittersfromjson;

import org.apache.camel.main.Main;

/** Starts the routes in {@code camel/emitters-from-json.camel.yaml}, and runs until it is told to stop (Ctrl-C). */
public final class EmittersFromJson {
    private EmittersFromJson() {}

    /** The system property {@code example.folder} names the folder with emitters.json and the events. */
    public static void main(String[] arguments) throws Exception {
        new Main().run(arguments);
    }
}
