package org.leastaction.bench.data;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 checksum of a published file.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Checksum(String hex) {

    /** @throws IllegalArgumentException for another number of digits, or other characters */
    public Checksum {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("SHA-256 has 64 hexadecimal digits, not '" + hex + "'");
        }
    }

    /** A digest that computes such checksums. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    /** The checksum of a stream, which is read to its end. */
    static Checksum of(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] chunk = new byte[1 << 16];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
        }
        return new Checksum(HexFormat.of().formatHex(digest.digest()));
    }

    /** "sha256" and the digits. */
    @Override
    public String toString() {
        return "sha256 " + hex;
    }
}
