package org.leastaction.bench.data;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A published checksum of a file.
 *
 * @param hex lower-case hexadecimal digits
 */
public record Checksum(Algorithm algorithm, String hex) {

    /** The hash function. */
    public enum Algorithm {
        MD5("MD5", 32),
        SHA256("SHA-256", 64);

        private final String javaName;
        private final int digits;

        Algorithm(String javaName, int digits) {
            this.javaName = javaName;
            this.digits = digits;
        }

        MessageDigest digest() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError("every Java platform has " + javaName, impossible);
            }
        }
    }

    /** @throws IllegalArgumentException unless the number of digits is that of the algorithm */
    public Checksum {
        if (!hex.matches("[0-9a-f]{" + algorithm.digits + "}")) {
            throw new IllegalArgumentException(
                    algorithm.javaName + " has " + algorithm.digits + " hexadecimal digits, not '" + hex + "'");
        }
    }

    public static Checksum md5(String hex) {
        return new Checksum(Algorithm.MD5, hex);
    }

    public static Checksum sha256(String hex) {
        return new Checksum(Algorithm.SHA256, hex);
    }

    /** The checksum of a stream, which is read to its end. */
    static Checksum of(Algorithm algorithm, InputStream in) throws IOException {
        MessageDigest digest = algorithm.digest();
        byte[] chunk = new byte[1 << 16];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
        }
        return of(algorithm, digest);
    }

    /** The value of a digest, which is then reset. */
    static Checksum of(Algorithm algorithm, MessageDigest digest) {
        return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
    }

    /** E.g. "md5 6bbc9ace898e44ae57da46a324031adb". */
    @Override
    public String toString() {
        return algorithm.name().toLowerCase(Locale.ROOT) + " " + hex;
    }
}
