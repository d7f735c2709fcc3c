package org.leastaction.io;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of texts, streams, files and folders. */
public final class Sha256 {

    private static final int CHUNK = 1 << 16;
    private static final int FINGERPRINT_DIGITS = 8;

    private Sha256() {}

    /** The hash of a text in UTF-8, 32 bytes. */
    public static byte[] of(String text) {
        return digest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of some bytes: 64 lower-case hexadecimal digits. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** The first eight hexadecimal digits of the hash of a text: they almost certainly differ if the texts do. */
    public static String fingerprint(String text) {
        return HexFormat.of().formatHex(of(text)).substring(0, FINGERPRINT_DIGITS);
    }

    /** The hash of a stream, which is read to its end: 64 lower-case hexadecimal digits. */
    public static String of(InputStream in) throws IOException {
        MessageDigest digest = digest();
        add(in, digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The hash of a file's content, or of the names and contents of all files below a folder.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public static String of(Path path) throws IOException {
        MessageDigest digest = digest();
        if (Files.isDirectory(path)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(path)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path file : files) {
                String name = path.relativize(file).toString().replace(File.separatorChar, '/');
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                add(file, digest);
            }
        } else {
            add(path, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(Path file, MessageDigest digest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            add(in, digest);
        }
    }

    private static void add(InputStream in, MessageDigest digest) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            digest.update(chunk, 0, read);
        }
    }

    /** A digest that computes such hashes. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
