package org.leastaction.bench.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.io.InputFileException;
import org.leastaction.points.Points;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;
import org.leastaction.points.io.PointFiles;

/**
 * Classes of points that were named on the command line.
 *
 * @param labels  one for each point, from 0
 * @param classes number of classes: the greatest label and 1
 */
record LabelSource(int[] labels, int classes) {

    private static final int MOST_CLASSES = 100_000;
    private static final Pattern ARRAY_IN_FILE = Pattern.compile("(.+\\.npz):([^:/\\\\]+)", Pattern.CASE_INSENSITIVE);

    /**
     * The labels of a .npy, .npz:ARRAY or .csv file.
     *
     * @throws InputFileException if the file is missing or damaged
     * @throws BadInput           unless it holds a whole number from 0 for each point
     */
    static LabelSource read(String name, PointSource points) throws InputFileException {
        int[] labels = labels(name);
        int n = points.points().size();
        if (labels.length != n) {
            throw new BadInput(name + " has " + labels.length + " labels: " + points.name() + " has " + n
                    + " points, and each needs one");
        }
        int greatest = 0;
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= MOST_CLASSES) {
                throw new BadInput(name + ": label " + labels[i] + " of point " + i + "; labels number the classes from 0"
                        + " to " + (MOST_CLASSES - 1) + " at most");
            }
            greatest = Math.max(greatest, labels[i]);
        }
        return new LabelSource(labels, greatest + 1);
    }

    private static int[] labels(String name) throws InputFileException {
        Matcher inFile = ARRAY_IN_FILE.matcher(name);
        if (inFile.matches()) {
            return whole(name, Npz.read(Path.of(inFile.group(1)), inFile.group(2)));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".npy")) {
            return whole(name, Npy.read(Path.of(name)));
        }
        Points column = PointFiles.read(Path.of(name));
        if (column.dimension() != 1) {
            throw new BadInput(name + " has " + column.dimension() + " columns: labels need one");
        }
        int[] labels = new int[column.size()];
        for (int i = 0; i < labels.length; i++) {
            double label = column.get(i, 0);
            if (label != Math.rint(label)) {
                throw new BadInput(name + ": label " + label + " of point " + i + " is no whole number");
            }
            labels[i] = (int) label;
        }
        return labels;
    }

    private static int[] whole(String name, NpyArray array) {
        if (array.rank() != 1) {
            throw new BadInput(name + " has shape " + array.shape() + ": labels need shape [n]");
        }
        try {
            return array.ints();
        } catch (IllegalArgumentException refused) {
            throw new BadInput(name + " is " + refused.getMessage() + ": labels are whole numbers", refused);
        }
    }
}
