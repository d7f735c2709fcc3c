package org.leastaction.points.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

/** Points in files of any of the known formats, which are distinguished by file extension. */
public final class PointFiles {

    private static final List<String> TEXT = List.of(".csv", ".tsv", ".txt", ".dat");
    private static final String KINDS = ".npy, .npz, .csv, .tsv, .txt and .dat can be read";

    private PointFiles() {}

    /**
     * Reads the points of a .npy, .npz (with one array) or text file. As {@link #read(Path, TextHeader)} with
     * {@link TextHeader#DETECTED}, without the remarks.
     *
     * @throws InputFileException as {@link #read(Path, TextHeader)}
     */
    public static Points read(Path file) throws InputFileException {
        return read(file, TextHeader.DETECTED).points();
    }

    /**
     * Reads the points of a .npy, .npz (with one array) or text file (.csv, .tsv, .txt, .dat).
     *
     * @param header whether the first line of a text file is a header
     * @return float32 points from an array of float32 or float16, else float64 points; integers and booleans exactly
     * @throws InputFileException if the file is missing, damaged, of an unknown kind, not of shape [n, d] or [n], or
     *                            contains anything but real numbers, or an integer that float64 cannot represent
     *                            exactly
     */
    public static ReadPoints read(Path file, TextHeader header) throws InputFileException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return points(file, Npy.read(file));
        }
        if (name.endsWith(".npz")) {
            return points(file, Npz.read(file, onlyArray(file)));
        }
        if (TEXT.stream().anyMatch(name::endsWith)) {
            return InputFileException.reading(file, () -> TextPoints.read(file, header));
        }
        throw new InputFileException(file, FileKind.of(file).insteadOf("a file named as one of points; " + KINDS)
                .orElse("an unknown kind of point file; " + KINDS));
    }

    /**
     * Reads the points of one array of a .npz file.
     *
     * @throws InputFileException as {@link #read(Path, TextHeader)}, and if there is no array of that name
     */
    public static ReadPoints read(Path npz, String array) throws InputFileException {
        return points(npz, Npz.read(npz, array));
    }

    /**
     * Writes points atomically as a .npy array of shape [n, d], in their own precision.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Points points) throws IOException {
        Npy.write(file, array(points));
    }

    /** Points as an array of shape [n, d], copied, in their own precision. */
    public static NpyArray array(Points points) {
        if (points instanceof FloatPoints floats) {
            return NpyArray.of(floats.toArray(), points.size(), points.dimension());
        }
        return NpyArray.of(((DoublePoints) points).toArray(), points.size(), points.dimension());
    }

    private static String onlyArray(Path npz) throws InputFileException {
        List<String> names = Npz.names(npz);
        if (names.size() == 1) {
            return names.get(0);
        }
        throw new InputFileException(npz, names.isEmpty() ? "holds no array" : "holds " + names.size() + " arrays ("
                + String.join(", ", names) + "); name the one to read as FILE.npz:NAME");
    }

    private static ReadPoints points(Path file, NpyArray array) throws InputFileException {
        if (array.rank() != 1 && array.rank() != 2) {
            throw new InputFileException(file, "an array of shape " + array.pythonShape()
                    + "; points need shape (n, d), or (n,) for d = 1");
        }
        int n = array.shape().get(0);
        int d = array.rank() == 1 ? 1 : array.shape().get(1);
        if (d == 0) {
            throw new InputFileException(file, "points without coordinates: the shape is " + array.pythonShape());
        }
        List<String> remarks = array.rounded() == 0 ? List.of() : List.of(file + ": " + array.rounded() + " of "
                + array.size() + " numbers have more digits than float64 and were rounded to it");
        if (array.type() == NpyArray.Type.FLOAT32) {
            return new ReadPoints(FloatPoints.wrap(array.floats(), n, d), remarks);
        }
        try {
            return new ReadPoints(DoublePoints.wrap(array.exactDoubles(), n, d), remarks);
        } catch (IllegalArgumentException refused) {
            throw new InputFileException(file, Messages.of(refused), refused);
        }
    }

    /**
     * Points from a file, with remarks on how the file was read.
     *
     * @param points  the points of the file
     * @param remarks sentences for the user: a line that was skipped as a header, numbers that were rounded; usually
     *                empty
     */
    public record ReadPoints(Points points, List<String> remarks) {

        public ReadPoints {
            Objects.requireNonNull(points, "points");
            remarks = List.copyOf(remarks);
        }
    }
}
