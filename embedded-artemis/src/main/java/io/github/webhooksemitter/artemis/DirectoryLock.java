package io.github.webhooksemitter.artemis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a directory to one broker. Artemis has a lock of its own, for which a second process waits without end and without
 * a word to whoever starts it; the operating system releases this one with the process, however that ends.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "webhooks-emitter.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a directory, which is made where it is missing.
     *
     * @throws IllegalStateException if a broker has it already, in this process or in another
     */
    static DirectoryLock of(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new IllegalStateException("Another broker uses the directory " + directory
                    + ": stop the other process, or give each broker a directory of its own.");
        }
        return new DirectoryLock(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
