package org.leastaction.points.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

/** One array in a .npy file. */
public final class Npy {

    private Npy() {}

    /**
     * Reads an array of float32, float64, booleans or integers, in either byte order and memory order. Integers widen:
     * up to 32 bits to int32, above to int64.
     *
     * @throws InputFileException if the file is missing, truncated, no .npy file, or of another dtype
     */
    public static NpyArray read(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return NpyCodec.read(in, Files.size(file));
        } catch (IOException failure) {
            throw MalformedException.named(file, failure);
        }
    }

    /**
     * Writes a file that {@code numpy.load} reads, whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, NpyArray array) throws IOException {
        AtomicFiles.write(file, out -> NpyCodec.write(out, array));
    }
}
