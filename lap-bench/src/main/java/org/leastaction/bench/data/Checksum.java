package org.leastaction.bench.data;

import java.io.IOException;
import java.io.InputStream;
import org.leastaction.io.Sha256;

/**
 * The SHA-256 checksum of a published file.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
record Checksum(String hex) {

    /** @throws IllegalArgumentException for another number of digits, or other characters */
    public Checksum {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("SHA-256 has 64 hexadecimal digits, not '" + hex + "'");
        }
    }

    /** The checksum of a stream, which is read to its end. */
    static Checksum of(InputStream in) throws IOException {
        return new Checksum(Sha256.of(in));
    }

    /** "sha256" and the digits. */
    @Override
    public String toString() {
        return "sha256 " + hex;
    }
}
