package org.leastaction.bench.command.input;

import java.util.List;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.io.InputFileException;
import org.leastaction.points.io.TextHeader;

/**
 * Class labels from a file named on the command line.
 *
 * @param labels  one label per point, from 0
 * @param classes number of classes: the greatest label plus 1
 * @param remarks notes for the user about the reading
 */
public record LabelSource(int[] labels, int classes, List<String> remarks) {

    private static final int MOST_CLASSES = 100_000;

    /**
     * The labels of a point file with one column: integers, of any data type.
     *
     * @param header whether the first line of a text file is a header
     * @throws InputFileException if the file is missing or damaged
     * @throws BadInput           unless it contains an integer from 0 for each point
     */
    public static LabelSource read(String name, PointSource points, TextHeader header) throws InputFileException {
        PointSource column = PointSource.read(name, header);
        if (column.points().dimension() != 1) {
            throw new BadInput(name + " has " + column.points().dimension() + " columns; labels have exactly one");
        }
        int n = points.points().size();
        if (column.points().size() != n) {
            throw new BadInput(name + " has " + column.points().size() + " labels: " + points.name() + " has " + n
                    + " points, and each needs one");
        }
        int[] labels = new int[n];
        int greatest = 0;
        for (int i = 0; i < n; i++) {
            double label = column.points().get(i, 0);
            if (label != Math.rint(label)) {
                throw new BadInput(name + ": label " + label + " of point " + i + " is not a whole number");
            }
            if (label < 0 || label >= MOST_CLASSES) {
                throw new BadInput(name + ": label " + (long) label + " of point " + i
                        + "; labels are whole numbers from 0 to " + (MOST_CLASSES - 1));
            }
            labels[i] = (int) label;
            greatest = Math.max(greatest, labels[i]);
        }
        return new LabelSource(labels, greatest + 1, column.remarks());
    }
}
