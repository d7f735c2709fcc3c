package org.leastaction.points.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.leastaction.io.InputFileException;
import org.leastaction.points.DoublePoints;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.Points;

/** Points in files of any of the known formats, told apart by the ending of their name. */
public final class PointFiles {

    private PointFiles() {}

    /**
     * Reads the points of a .npy, .npz (with one array) or .csv file.
     *
     * @return float32 points from a float32 array, else float64 points
     * @throws InputFileException if the file is missing, damaged, of an unknown kind, of another dtype than float32 and
     *                            float64, or not of shape [n, d] or [n]
     */
    public static Points read(Path file) throws InputFileException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return points(file, Npy.read(file));
        }
        if (name.endsWith(".npz")) {
            return read(file, onlyArray(file));
        }
        if (name.endsWith(".csv")) {
            return Csv.read(file);
        }
        InputFileException.requireReadable(file);
        throw new InputFileException(file, "an unknown kind of point file; .npy, .npz and .csv can be read");
    }

    /**
     * Reads the points of one array of a .npz file.
     *
     * @throws InputFileException as {@link #read(Path)}, and if there is no array of that name
     */
    public static Points read(Path npz, String array) throws InputFileException {
        return points(npz, Npz.read(npz, array));
    }

    /**
     * Writes points as a .npy array of shape [n, d], in their own precision, whole or not at all.
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

    private static Points points(Path file, NpyArray array) throws InputFileException {
        if (array.rank() != 1 && array.rank() != 2) {
            throw new InputFileException(file, "an array of shape " + array.pythonShape()
                    + "; points need shape (n, d), or (n,) for d = 1");
        }
        int n = array.shape().get(0);
        int d = array.rank() == 1 ? 1 : array.shape().get(1);
        if (d == 0) {
            throw new InputFileException(file, "points without coordinates: the shape is " + array.pythonShape());
        }
        return switch (array.type()) {
            case FLOAT32 -> FloatPoints.wrap(array.floats(), n, d);
            case FLOAT64 -> DoublePoints.wrap(array.doubles(), n, d);
            case INT32, INT64 -> throw new InputFileException(file,
                    "whole numbers; points are float32 or float64 (in NumPy: x.astype('float32'))");
        };
    }
}
