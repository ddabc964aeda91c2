package io.github.webhooksemitter.examples.replay;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The folder of the dead letters, as the routes use it. */
public final class Letters {
    private final Path waiting;
    private final Path replayed;

    Letters(Path folder) {
        waiting = folder.resolve("dead-letters");
        replayed = folder.resolve("replayed");
    }

    /** The letters that wait; their names begin with the time at which they died. */
    public List<File> oldestFirst() throws IOException {
        List<File> letters = new ArrayList<>();
        if (Files.isDirectory(waiting)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(waiting, "*.json")) {
                files.forEach(file -> letters.add(file.toFile()));
            }
        }
        letters.sort(null);
        return letters;
    }

    /** Puts a delivered letter aside. A crash just before leaves it: the next replay repeats it, with the same id. */
    public void replayed(File letter) throws IOException {
        Files.createDirectories(replayed);
        Files.move(letter.toPath(), replayed.resolve(letter.getName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
