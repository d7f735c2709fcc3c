package org.leastaction.bench.command.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.io.InputFileException;
import org.leastaction.points.Points;
import org.leastaction.points.io.PointFiles;
import org.leastaction.points.io.PointFiles.ReadPoints;
import org.leastaction.points.io.TextHeader;

/**
 * Points from a file named on the command line, valid for measuring: at least one, all finite.
 *
 * @param name    FILE, FILE.npz:ARRAY, or - for standard input, as given
 * @param points  the points in it
 * @param remarks notes for the user about the reading, such as a skipped header
 */
public record PointSource(String name, Points points, List<String> remarks) {

    /** The description of point files for the help of commands. */
    public static final String FILES =
            "FILE is .npy, .npz, FILE.npz:ARRAY, text (.csv, .tsv, .txt, .dat) with commas, semicolons, tabs or blanks"
                    + " between the numbers, or - for any of these on standard input; shape [n, d] or [n]; real numbers"
                    + " of any type. Lines of text that start with # are comments.";

    private static final Pattern ARRAY_IN_FILE = Pattern.compile("(.+\\.npz):([^:/\\\\]+)", Pattern.CASE_INSENSITIVE);

    /**
     * @param header whether the first line of a text file is a header
     * @throws InputFileException if the file is missing, damaged or not a point file
     * @throws BadInput           if it has no points, or a coordinate that is not finite
     */
    public static PointSource read(String name, TextHeader header) throws InputFileException {
        return read(name, header, "point %d (counted from 0) has a NaN or infinite coordinate; all must be finite");
    }

    /** @param notFinite the message for the index of a point that is not finite */
    public static PointSource read(String name, TextHeader header, String notFinite) throws InputFileException {
        ReadPoints read = points(name, header);
        Points points = read.points();
        if (points.size() == 0) {
            throw new BadInput(name + ": contains no points; at least one is needed");
        }
        int bad = points.firstNonFinite();
        if (bad >= 0) {
            throw new BadInput(name + ": " + String.format(Locale.ROOT, notFinite, bad));
        }
        return new PointSource(name, points, read.remarks());
    }

    /** @throws BadInput unless both have the same number of coordinates */
    public void requireSameDimension(PointSource other) {
        if (points.dimension() != other.points.dimension()) {
            throw new BadInput(name + " has " + shape() + " and " + other.name + " has " + other.shape()
                    + ": both need points of the same dimension");
        }
    }

    /** @throws BadInput unless both have the same number of points */
    public void requireSameSize(PointSource other) {
        if (points.size() != other.points.size()) {
            throw new BadInput(name + " has " + shape() + " and " + other.name + " has " + other.shape()
                    + ": both need the same number of points");
        }
    }

    public String shape() {
        return "shape [" + points.size() + ", " + points.dimension() + "]";
    }

    private static ReadPoints points(String name, TextHeader header) throws InputFileException {
        if (name.equals(StandardInput.NAME)) {
            return StandardInput.read(header);
        }
        Matcher array = ARRAY_IN_FILE.matcher(name);
        return array.matches()
                ? PointFiles.read(Path.of(array.group(1)), array.group(2))
                : PointFiles.read(Path.of(name), header);
    }
}
