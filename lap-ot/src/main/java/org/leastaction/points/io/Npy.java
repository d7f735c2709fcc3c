package org.leastaction.points.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;

/** One array in a .npy file. */
public final class Npy {

    private Npy() {}

    /**
     * Reads an array of booleans, integers or real floating-point numbers, in either byte order and memory order.
     * Booleans become 0 and 1. Integers widen: up to 32 bits to int32, wider ones to int64; uint64 values of 2^63 and
     * more to float64 if it represents them exactly. float16 widens to float32. Long double is rounded to float64:
     * {@link NpyArray#rounded} is the number of values that rounding changed.
     *
     * @throws InputFileException if the file is missing, truncated, not a .npy file, of another dtype, or contains a
     *                            number beyond the range of float64
     */
    public static NpyArray read(Path file) throws InputFileException {
        Optional<String> other = FileKind.of(file).insteadOf(FileKind.NPY);
        if (other.isPresent()) {
            throw new InputFileException(file, other.get());
        }
        return InputFileException.reading(file, () -> {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return NpyCodec.read(in, Files.size(file));
            } catch (MalformedException malformed) {
                throw malformed.of(file);
            }
        });
    }

    /**
     * Writes a file that {@code numpy.load} reads; the write is atomic.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, NpyArray array) throws IOException {
        AtomicFiles.write(file, out -> NpyCodec.write(out, array));
    }
}
