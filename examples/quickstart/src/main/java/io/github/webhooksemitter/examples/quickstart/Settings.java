package io.github.webhooksemitter.examples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the command line asks for: {@code --folder}, {@code --url} and {@code --secret}, or the system properties
 * {@code quickstart.folder} and so on.
 *
 * @param folder folder with JSON files
 * @param events how many there are
 * @param url the user's own receiver
 * @param secret what the requests are signed with
 */
record Settings(Path folder, int events, Optional<String> url, String secret) {
    private static final List<String> NAMES = List.of("folder", "url", "secret");

    /** @throws IllegalArgumentException with one sentence that says what is wrong */
    static Settings parse(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        NAMES.forEach(name -> put(given, name, System.getProperty("quickstart." + name, "")));
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (!NAMES.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "The arguments are --folder <folder>, --url <url> and --secret <secret>, each with a value; '"
                                + arguments[i] + "' does not fit.");
            }
            put(given, name, arguments[i + 1]);
        }
        Path folder = Path.of(given.getOrDefault("folder", "events"));
        Optional<String> url = Optional.ofNullable(given.get("url"));
        url.ifPresent(Settings::checkUrl);
        return new Settings(folder, count(folder), url, given.getOrDefault("secret", "quickstart-secret"));
    }

    private static void put(Map<String, String> given, String name, String value) {
        if (!value.isBlank()) {
            given.put(name, value);
        }
    }

    private static int count(Path folder) {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                count += Files.isRegularFile(file) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The folder '" + folder + "' cannot be read: is there such a folder?", e);
        }
        if (count == 0) {
            throw new IllegalArgumentException("The folder '" + folder + "' has no .json files to send.");
        }
        return count;
    }

    private static void checkUrl(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below, in the same sentence.
        }
        throw new IllegalArgumentException(
                "The url '" + url + "' is not one to send to: write http:// or https://, a host and a path.");
    }
}
