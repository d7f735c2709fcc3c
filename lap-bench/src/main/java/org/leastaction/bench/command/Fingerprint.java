package org.leastaction.bench.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Short hashes for use in ids. */
final class Fingerprint {

    private static final int DIGITS = 8;

    private Fingerprint() {}

    /** Eight hexadecimal digits that almost certainly differ if the text of any part differs. */
    static String of(Object... parts) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.toString(parts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
