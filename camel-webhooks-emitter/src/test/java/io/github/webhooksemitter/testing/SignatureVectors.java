package io.github.webhooksemitter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Signatures that the original library made: {@code webhooks-emitter-signatures.tsv}. */
public final class SignatureVectors {
    /** One of them. */
    public record Vector(byte[] secret, byte[] body, String signature) {
        @Override
        public String toString() {
            return signature;
        }
    }

    private SignatureVectors() {}

    /** All of them. */
    public static List<Vector> all() {
        try (InputStream in = SignatureVectors.class.getResourceAsStream("/webhooks-emitter-signatures.tsv")) {
            String file = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return file.lines().skip(1).map(SignatureVectors::vector).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector vector(String line) {
        String[] cells = line.split("\t", -1);
        return new Vector(HexFormat.of().parseHex(cells[0]), body(cells[1]), cells[2]);
    }

    private static byte[] body(String cell) {
        if (!cell.startsWith("@")) {
            return HexFormat.of().parseHex(cell);
        }
        int colon = cell.indexOf(':');
        return cell.substring(colon + 1)
                .repeat(Integer.parseInt(cell.substring(1, colon)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
